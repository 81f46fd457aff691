package dev.lifeboat.simulator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bodies that no client should send: refused as malformed, whatever they are.
class ParserFuzzTest {
    private static final String CALL = """
        <?xml version="1.0"?><methodCall><methodName>VM.set_other_config</methodName><params>
        <param><value><string>OpaqueRef:1</string></value></param><param><value><struct>
        <member><name>a</name><value><array><data><value><int>3</int></value><value><boolean>1</boolean></value>
        <value><double>2.5</double></value><value><dateTime.iso8601>20260101T00:00:00Z</dateTime.iso8601></value>
        </data></array></value></member></struct></value></param></params></methodCall>\
        """;
    private static final int TRIES = 3000;

    @Test
    void damagedCallsAreReadOrRefused() {
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            refused += isRefused(damaged(new Random(i))) ? 1 : 0;
        }
        assertThat(refused).isBetween(TRIES / 2, TRIES);
    }

    private static byte[] damaged(Random random) {
        var body = CALL.getBytes(StandardCharsets.UTF_8);
        for (int change = 0; change <= random.nextInt(4); change++) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(3)) {
                case 0 -> body[at] = (byte) random.nextInt();
                case 1 -> body = Arrays.copyOf(body, at);
                default -> System.arraycopy(body, at, body, at / 2, Math.min(20, body.length - at));
            }
            if (body.length == 0) {
                return body;
            }
        }
        return body;
    }

    private static boolean isRefused(byte[] body) {
        try {
            XmlRpcReader.read(body);
            return false;
        } catch (MalformedRequest _) {
            return true;
        }
    }
}
