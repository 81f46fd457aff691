package dev.lifeboat.xen.xmlrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Documents that are almost right: what comes out is a plain value or a refusal, within the limits, and nothing else.
class ParserFuzzTest {

    private static final long SEED = 20_261_123;
    private static final int MOST_ROUNDS = 20_000;
    private static final Duration MOST_TIME = Duration.ofSeconds(5);
    private static final AnswerLimits LIMITS = new AnswerLimits(50_000, 500_000);
    private static final Set<Wanted> WANTED =
            Set.of(Wanted.EVERYTHING, new Wanted(1, Set.of("Status", "Value")), new Wanted(3, Set.of("a", "uuid")));

    private static final List<String> PIECES = List.of(
            "<value>",
            "</value>",
            "<struct>",
            "</struct>",
            "<member>",
            "</member>",
            "<name>",
            "</name>",
            "<array>",
            "<data>",
            "</data></array>",
            "<i4>",
            "</i4>",
            "<int>",
            "<boolean>",
            "<double>",
            "<nil/>",
            "<string>",
            "</string>",
            "<dateTime.iso8601>",
            "<fault>",
            "<methodResponse>",
            "</methodResponse>",
            "<params>",
            "<param>",
            "<value/>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?x ?>",
            "<!DOCTYPE x>",
            "&amp;",
            "&x;",
            "&#0;",
            "&#x10FFFF;",
            "\u0000",
            "\uFFFE",
            "\uD800",
            "9999999999999999999",
            "NaN",
            "",
            " ",
            "\n",
            "<",
            ">",
            "xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'",
            "<ex:serializable>rO0ABXA=");

    private final Random random = new Random(SEED);

    @Test
    void whateverThePeerSaysAValueOrARefusalComesOut() {
        long end = System.nanoTime() + MOST_TIME.toNanos();
        int values = 0;
        int refusals = 0;
        for (int round = 0; round < MOST_ROUNDS && System.nanoTime() < end; round++) {
            byte[] document = damaged(envelope(value(0)), round);
            for (var wanted : WANTED) {
                if (readsAsPlainValue(document, wanted, round)) {
                    values++;
                } else {
                    refusals++;
                }
            }
        }
        assertThat(values).as("documents that were right all the same").isPositive();
        assertThat(refusals).as("documents that were refused").isPositive();
    }

    private static boolean readsAsPlainValue(byte[] document, Wanted wanted, int round) {
        try {
            Object value = new XmlRpc(LIMITS).call("x", List.of(), wanted, _ -> new ByteArrayInputStream(document));
            assertPlain(value);
            return true;
        } catch (MalformedXmlRpcException e) {
            assertThat(e).hasMessageStartingWith("x: ");
            return false;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new AssertionError("Seed " + SEED + ", round " + round + ": " + new String(document, UTF_8), e);
        }
    }

    private static void assertPlain(Object value) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, each) -> {
                    assertThat(key).isInstanceOf(String.class);
                    assertPlain(each);
                });
            case List<?> list -> list.forEach(ParserFuzzTest::assertPlain);
            case String _, Boolean _, Double _ -> {
                // As they should be.
            }
            default -> throw new AssertionError("a " + value.getClass());
        }
    }

    private static String envelope(String value) {
        return "<?xml version=\"1.0\"?><methodResponse><params><param><value><struct><member><name>Status</name><value>"
                + "Success</value></member><member><name>Value</name>" + value
                + "</member></struct></value></param></params></methodResponse>";
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 5 ? 4 : 7)) {
            case 0 -> "<value>" + text() + "</value>";
            case 1 -> "<value><boolean>" + random.nextInt(2) + "</boolean></value>";
            case 2 -> "<value><double>" + random.nextGaussian() + "</double></value>";
            case 3 -> "<value><i4>" + random.nextInt() + "</i4></value>";
            case 4 -> "<value><array><data>" + values(depth) + "</data></array></value>";
            default -> "<value><struct>" + members(depth) + "</struct></value>";
        };
    }

    private String values(int depth) {
        var values = new StringBuilder();
        for (int count = random.nextInt(4); count > 0; count--) {
            values.append(value(depth + 1));
        }
        return values.toString();
    }

    private String members(int depth) {
        var members = new StringBuilder();
        for (int count = random.nextInt(4); count > 0; count--) {
            members.append("<member><name>")
                    .append(random.nextBoolean() ? "a" : "uuid")
                    .append(random.nextInt(3))
                    .append("</name>")
                    .append(value(depth + 1))
                    .append("</member>");
        }
        return members.toString();
    }

    private String text() {
        return "x".repeat(random.nextInt(5)) + (random.nextBoolean() ? "&lt;" : "é");
    }

    /// Every third stays as it is; the others have pieces put in, cut out, repeated, or bytes changed.
    private byte[] damaged(String document, int round) {
        String result = document;
        for (int hits = round % 3 == 0 ? 0 : 1 + random.nextInt(3); hits > 0; hits--) {
            int at = random.nextInt(result.length() + 1);
            int until = Math.min(result.length(), at + random.nextInt(20));
            result = switch (random.nextInt(4)) {
                case 0 -> result.substring(0, at) + piece() + result.substring(at);
                case 1 -> result.substring(0, at) + result.substring(until);
                case 2 -> result.substring(0, until) + result.substring(at);
                default -> result.substring(0, at) + piece().repeat(random.nextInt(300)) + result.substring(at);
            };
        }
        byte[] bytes = result.getBytes(UTF_8);
        if (round % 3 == 1 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }
}
