package dev.lifeboat.simulator.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlRpcReaderTest {
    private static RpcRequest read(String xml) {
        return XmlRpcReader.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Object value(String inner) {
        return read("<methodCall><methodName>a.b</methodName><params><param><value>" + inner
                        + "</value></param></params></methodCall>")
                .params()
                .getFirst();
    }

    @Test
    void readsEveryTypeThatClientsSend() {
        assertThat(value("plain text ")).isEqualTo("plain text ");
        assertThat(value("")).isEqualTo("");
        assertThat(value("<string>a &lt;b&gt;</string>")).isEqualTo("a <b>");
        assertThat(value("<int>3</int>")).isEqualTo(3L);
        assertThat(value("<i4>-3</i4>")).isEqualTo(-3L);
        assertThat(value("<i8>9000000000</i8>")).isEqualTo(9_000_000_000L);
        assertThat(value("<double>0.5</double>")).isEqualTo(0.5);
        assertThat(value("<boolean>1</boolean>")).isEqualTo(true);
        assertThat(value("<dateTime.iso8601>20240131T10:15:30Z</dateTime.iso8601>"))
                .isEqualTo(Instant.parse("2024-01-31T10:15:30Z"));
        assertThat(value("<array><data><value>a</value><value><int>1</int></value></data></array>"))
                .isEqualTo(List.of("a", 1L));
        assertThat(value("<struct><member><name>k</name><value>v</value></member></struct>"))
                .isEqualTo(Map.of("k", "v"));
        assertThat(value("<nil/>")).isEqualTo("");
    }

    @Test
    void readsACallWithoutParameters() {
        assertThat(read("<?xml version='1.0'?><methodCall>\n <methodName>x.y</methodName>\n</methodCall>"))
                .isEqualTo(new RpcRequest("x.y", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not xml",
                "<methodCall>",
                "<methodCall><methodName>a</methodName><params><param><value><boolean>yes</boolean></value></param></params></methodCall>",
                "<methodCall><methodName>a</methodName><params><param><value><int>1.5</int></value></param></params></methodCall>",
                "<!DOCTYPE m [<!ENTITY e SYSTEM"
                        + " 'file:///etc/passwd'>]><methodCall><methodName>&e;</methodName></methodCall>"
            })
    void refusesWhatIsNoCall(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(MalformedRequest.class);
    }

    @Test
    void refusesValuesNestedTooDeeply() {
        var deep = "<array><data><value>".repeat(70) + "x" + "</value></data></array>".repeat(70);
        assertThatThrownBy(() -> value(deep)).isInstanceOf(MalformedRequest.class);
    }
}
