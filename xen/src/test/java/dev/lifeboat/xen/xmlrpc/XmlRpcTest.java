package dev.lifeboat.xen.xmlrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.RequestTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlRpcTest {

    private static final String EMPTY = "<methodResponse><params><param><value/></param></params></methodResponse>";

    private final XmlRpc rpc = new XmlRpc(AnswerLimits.POOL);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<value>abc</value>|abc",
                "<value> a b </value>| a b ",
                "<value><string>x &lt; y &amp; z</string></value>|x < y & z",
                "<value><string></string></value>|",
                "<value/>|",
                "<value></value>|",
                "<value><nil/></value>|",
                "<value>9007199254740993</value>|9007199254740993",
                "<value><int>12</int></value>|12",
                "<value><i4>-3</i4></value>|-3",
                "<value><i8>9007199254740993</i8></value>|9007199254740993",
                "<value><dateTime.iso8601>20240131T10:15:30Z</dateTime.iso8601></value>|20240131T10:15:30Z",
                "<value>\u00e9\ud83d\ude00</value>|\u00e9\ud83d\ude00",
            })
    void readsTextsIntegersAndDatesAsStrings(String value, String expected) throws Exception {
        assertThat(XmlRpc.parseValue(value)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void readsBooleansNumbersArraysAndStructs() throws Exception {
        assertThat(XmlRpc.parseValue("<value><boolean>1</boolean></value>")).isEqualTo(true);
        assertThat(XmlRpc.parseValue("<value><double>0.5</double></value>")).isEqualTo(0.5);
        assertThat(XmlRpc.parseValue("<value><double>0</double></value>")).isEqualTo(0.0);
        assertThat(XmlRpc.parseValue(
                        "<value><array><data>\n<value>a</value> <value><i4>1</i4></value></data></array></value>"))
                .isEqualTo(List.of("a", "1"));
        assertThat(XmlRpc.parseValue("<value> <struct> <member><name>k k</name><value/></member>\n</struct> </value>"))
                .isEqualTo(Map.of("k k", ""));
        assertThat(XmlRpc.parseValue("<value><array><data/></array></value>")).isEqualTo(List.of());
        assertThat(XmlRpc.parseValue("<value><struct/></value>")).isEqualTo(Map.of());
    }

    @Test
    void aRecordFullOfEscapedMetadataIsNoAttack() throws Exception {
        String metadata = "&lt;value&gt;&#10;&quot;".repeat(200_000);

        var value = XmlRpc.parseValue("<value>" + metadata + "</value>");

        assertThat((String) value).hasSize(200_000 * 9).startsWith("<value>\n\"<");
    }

    @Test
    void writesUntaggedStringsTaggedBooleansDoublesArraysAndStructs() throws Exception {
        var parameters =
                List.of("OpaqueRef:1", " a<b>&\u00e9 ", true, 60.1, List.of("x", false), Map.of("k", Map.of("l", "")));

        String request = sent("VM.create", parameters);

        assertThat(request)
                .contains("<methodName>VM.create</methodName>")
                .contains("<param><value>OpaqueRef:1</value></param>")
                .contains("<value><boolean>1</boolean></value>")
                .contains("<value><double>60.1</double></value>")
                .contains(
                        "<value><array><data><value>x</value><value><boolean>0</boolean></value></data></array></value>")
                .contains("<struct><member><name>k</name><value><struct><member><name>l</name>");
        assertThat(request).matches("(?s).*<value> a&lt;b(>|&gt;)&amp;(\u00e9|&#233;|&#xe9;) </value>.*");
    }

    @Test
    void refusesToSendWhatXmlCannotCarry() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sent("VM.set_name_label", List.of("bell\u0007")))
                .withMessageContaining("U+0007");
        assertThatIllegalArgumentException().isThrownBy(() -> sent("x", List.of(new StringBuilder())));
        assertThatIllegalArgumentException().isThrownBy(() -> sent("x", List.of(Map.of("k", "\ud800"))));
    }

    @Test
    void aRequestThatThePoolWouldNotTakeIsNotSent() {
        assertThatThrownBy(() -> sent("VM.create", List.of("x".repeat(310_000))))
                .isInstanceOf(RequestTooLargeException.class)
                .hasMessageContaining("VM.create")
                .hasMessageContaining("307200")
                .hasMessageContaining("shorten");
        assertThatNoException().isThrownBy(() -> sent("VM.create", List.of("x".repeat(306_000))));
    }

    @Test
    void anAnswerThatBreaksOffKeepsTheExceptionOfItsSource() {
        var broken = new IOException("reset");
        var source = new InputStream() {
            private int left = 20;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw broken;
                }
                left--;
                return EMPTY.charAt(20 - left - 1);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                buffer[offset] = (byte) read();
                return 1;
            }
        };

        assertThatThrownBy(() -> rpc.call("x", List.of(), Wanted.EVERYTHING, _ -> source))
                .isSameAs(broken);
    }

    @Test
    void aBrokenExchangeKeepsItsOwnException() {
        var broken = new IOException("reset");

        assertThatThrownBy(() -> rpc.call("x", List.of(), Wanted.EVERYTHING, _ -> {
                    throw broken;
                }))
                .isSameAs(broken);
    }

    private String sent(String method, List<?> parameters) throws Exception {
        var seen = new String[1];
        rpc.call(method, parameters, Wanted.EVERYTHING, request -> {
            seen[0] = new String(request, UTF_8);
            return new ByteArrayInputStream(EMPTY.getBytes(UTF_8));
        });
        return seen[0];
    }
}
