package dev.lifeboat.simulator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XmlRpcWriterTest {
    @Test
    void writesStringsAndIntsWithoutATag() {
        assertThat(XmlRpcWriter.fragment("a<b")).isEqualTo("<value>a&lt;b</value>");
        assertThat(XmlRpcWriter.fragment(42L)).isEqualTo("<value>42</value>");
    }

    @Test
    void writesTheOtherTypesWithTheirs() {
        assertThat(XmlRpcWriter.fragment(3)).isEqualTo("<value><i4>3</i4></value>");
        assertThat(XmlRpcWriter.fragment(true)).isEqualTo("<value><boolean>1</boolean></value>");
        assertThat(XmlRpcWriter.fragment(0.0)).isEqualTo("<value><double>0</double></value>");
        assertThat(XmlRpcWriter.fragment(0.5)).isEqualTo("<value><double>0.5</double></value>");
        assertThat(XmlRpcWriter.fragment(Instant.EPOCH))
                .isEqualTo("<value><dateTime.iso8601>19700101T00:00:00Z</dateTime.iso8601></value>");
        assertThat(XmlRpcWriter.fragment(List.of("a")))
                .isEqualTo("<value><array><data><value>a</value></data></array></value>");
        assertThat(XmlRpcWriter.fragment(Map.of("k", false)))
                .isEqualTo(
                        "<value><struct><member><name>k</name><value><boolean>0</boolean></value></member></struct></value>");
    }

    @Test
    void wrapsResultsAndErrorsInTheirEnvelope() {
        var success = new String(XmlRpcWriter.success(""), StandardCharsets.UTF_8);
        assertThat(success)
                .contains("<name>Status</name><value>Success</value>")
                .contains("<name>Value</name><value></value>");
        var failure = new String(XmlRpcWriter.failure(XapiError.of("CODE", "p")), StandardCharsets.UTF_8);
        assertThat(failure)
                .contains("<name>Status</name><value>Failure</value>")
                .contains("<value>CODE</value><value>p</value>");
    }
}
