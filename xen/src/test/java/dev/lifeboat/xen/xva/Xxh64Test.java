package dev.lifeboat.xen.xva;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values are the xxhsum program's.
class Xxh64Test {

    @ParameterizedTest
    @CsvSource({
        "'', EF46DB3751D8E999",
        "a, D24EC4F1A98C6E5B",
        "abc, 44BC2CF5AD770999",
        "Nobody inspects the spammish repetition, FBCEA83C8A378BF1",
        "0123456789012345678901234567890123456789012345678901234567890123456789, 4916A0F3F0E1C781"
    })
    void hashesAreThoseOfTheOriginalHoweverTheBytesCome(String text, String hash) {
        byte[] bytes = text.getBytes(US_ASCII);
        var digest = new Xxh64();
        for (int cut = 0; cut <= bytes.length; cut++) {
            digest.update(bytes, 0, cut);
            digest.update(bytes, cut, bytes.length - cut);
            assertThat(digest.hex()).isEqualTo(hash);
        }
    }
}
