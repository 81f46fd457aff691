package dev.lifeboat.xen.xmlrpc;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXParseException;

class AnswerLimitsTest {

    private static final String OPEN = "<?xml version='1.0'?><methodResponse><params><param><value>";
    private static final String CLOSE = "</value></param></params></methodResponse>";
    private static final AnswerLimits SMALL = new AnswerLimits(1_000_000, 100_000);

    /// A peer that never ends: a beginning, then the same again and again.
    private static final class Endless extends InputStream {
        private final byte[] beginning;
        private final byte[] again;
        private long position;

        Endless(String beginning, String again) {
            this.beginning = beginning.getBytes(UTF_8);
            this.again = again.getBytes(UTF_8);
        }

        @Override
        public int read() {
            long at = position++;
            return at < beginning.length ? beginning[(int) at] : again[(int) ((at - beginning.length) % again.length)];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            for (int index = offset; index < offset + length; index++) {
                buffer[index] = (byte) read();
            }
            return length;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a | bytes of values",
                "&amp; | bytes of values",
                "<array><data> | Expected data element",
                "<array><data><value> | jdk.xml.maxElementDepth",
                "<array><data></data></array></value><value> | bytes of values",
                "' ' | bytes of values",
            })
    void anAnswerWithoutEndIsLeft(String again, String why) {
        var peer = new Endless(OPEN, again);

        refused(peer, why);
        assertThat(peer.position).as("bytes that were taken").isLessThan(1_100_000);
    }

    @Test
    void theLengthOfTheDocumentIsBoundedThoughNothingOfItIsKept() {
        refused(new Endless(OPEN + "<struct><member><name>unwanted</name><value>", "x"), 1, Set.of("k"), "longer than");
    }

    @Test
    void aShortDocumentOfManyEmptyValuesIsTooMuch() {
        refused(document("<array><data>" + "<value/>".repeat(5_000) + "</data></array>"), "values");
        refused(document("<array><data>" + "<value><struct/></value>".repeat(5_000) + "</data></array>"), "values");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c"
                        + " '&b;&b;&b;&b;&b;&b;'>]>",
                "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'>",
                "<!-- a comment that never ends ",
                "<![CDATA[ text ]]>",
            })
    void whatAParserWouldCollectBeforeItAsksIsRefusedUnread(String markup) {
        refused(new ByteArrayInputStream((markup + OPEN + CLOSE).getBytes(UTF_8)), "XAPI never sends");
        refused(document(markup), "XAPI never sends");
    }

    @Test
    void instructionsAndEndlessTagsAreRefusedUnread() {
        refused(new Endless(OPEN + "<?php ", "x"), "processing instruction");
        refused(new Endless(OPEN + "<string a='", "x"), "tag of more than");
        refused(new Endless("<" + "x", "x"), "tag of more than");
    }

    @Test
    void anotherEncodingDoesNotSmuggleADocumentTypeIn() {
        String hidden =
                "<?xml version='1.0' encoding='UTF-16LE'?><!DOCTYPE x [<!ENTITY a 'b'>]>" + OPEN + "&a;" + CLOSE;

        // By the parser, in the words of the machine's language: before it has seen a document type, let alone an
        // entity.
        assertThatThrownBy(
                        () -> read(new ByteArrayInputStream(hidden.getBytes(UTF_16LE)), new Wanted(0, Set.of()), SMALL))
                .isInstanceOf(MalformedXmlRpcException.class)
                .rootCause()
                .isInstanceOfSatisfying(
                        SAXParseException.class,
                        where -> assertThat(where.getColumnNumber()).isLessThan(hidden.indexOf("<!")));
    }

    @Test
    void onlyWantedMembersAreKeptAndOnlyTheyCount() throws Exception {
        String record = "<struct><member><name>uuid</name><value>u</value></member>"
                + "<member><name>snapshot_metadata</name><value>" + "&lt;x&gt;".repeat(40_000) + "</value></member>"
                                                                                               + "<member><name>other</name><value><struct><member><name>uuid</name><value/></member></struct></value></member><member><name>map</name><value><struct><member><name>any"
                                                                                               + " key</name><value>v</value></member>"
                                                                                               + "</struct></value></member></struct>";
        String answer = "<struct><member><name>ref</name><value>" + record + "</value></member></struct>";

        Object kept = read(document(answer), new Wanted(2, Set.of("uuid", "map", "absent")), SMALL);

        assertThat(kept).isEqualTo(Map.of("ref", Map.of("uuid", "u", "map", Map.of("any key", "v"))));
        refused(document(answer), "values");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<struct><member><value>v</value></member></struct> | begins with 'value' in place of its name",
                "<struct><member></member></struct> | a member has no name",
                "<struct><member><name><name>k</name></name></member></struct> | begins with 'name' in place of its"
                        + " name",
                "<struct><member><value>v</value><name>k</name></member></struct> | begins with 'value' in place of"
                        + " its name",
            })
    void membersWithoutANameAreRefusedWhenNamesDecide(String struct, String why) {
        refused(document(struct), 1, Set.of("k"), why);
    }

    @Test
    void aMemberWithAnEndlessNameIsRefused() {
        refused(new Endless(OPEN + "<struct><member><name>", "n"), 1, Set.of("k"), "name of more than");
    }

    private static InputStream document(String value) {
        return new ByteArrayInputStream((OPEN + value + CLOSE).getBytes(UTF_8));
    }

    private static Object read(InputStream answer, Wanted wanted, AnswerLimits limits)
            throws IOException, MalformedXmlRpcException {
        return new XmlRpc(limits).call("x", List.of(), wanted, _ -> answer);
    }

    private static void refused(InputStream answer, String why) {
        refused(answer, 0, Set.of(), why);
    }

    private static void refused(InputStream answer, int depth, Set<String> members, String why) {
        assertThatThrownBy(() -> read(answer, new Wanted(depth, members), SMALL))
                .isInstanceOf(MalformedXmlRpcException.class)
                .hasMessageContaining(why);
    }
}
