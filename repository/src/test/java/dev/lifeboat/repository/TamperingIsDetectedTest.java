package dev.lifeboat.repository;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every byte of every kind of object that a reader of an encrypted repository depends on. Segments are in
/// `DecodersRefuseDamageTest`: a reader does without them.
class TamperingIsDetectedTest {

    private final EncryptedScenario scenario = new EncryptedScenario(1);
    private final Random random = new Random(2);

    @AfterEach
    void theScenarioIsWholeAgain() {
        scenario.readAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository.json", "keys/", "points/"})
    void aFlippedBitInAnyByteOfADocument(String prefix) {
        var key = scenario.keys(prefix).getFirst();
        var content = scenario.content(key);
        for (int at = 0; at < content.length; at++) {
            var forged = content.clone();
            forged[at] ^= (byte) (1 << random.nextInt(8));
            scenario.assertRefused(key, forged, "bit at " + at);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0})
    void aFlippedBitInAPack(int pack) {
        var key = scenario.keys("packs/").get(pack);
        var content = scenario.content(key);
        // The footer is looked at byte by byte, what lies before it at every few bytes.
        int footer = content.length - 1000;
        for (int at = 0; at < content.length; at += at < footer ? 1 + random.nextInt(20) : 1) {
            var forged = content.clone();
            forged[at] ^= (byte) (1 << random.nextInt(8));
            scenario.assertRefused(key, forged, "bit at " + at);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository.json", "keys/", "points/", "packs/"})
    void aCutAnywhere(String prefix) {
        var key = scenario.keys(prefix).getFirst();
        var content = scenario.content(key);
        int step = Math.max(1, content.length / 300);
        for (int length = 0; length < content.length; length += step) {
            scenario.assertRefused(key, Arrays.copyOf(content, length), "cut to " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository.json", "keys/", "points/", "packs/"})
    void bytesAdded(String prefix) {
        var key = scenario.keys(prefix).getFirst();
        var content = scenario.content(key);

        scenario.assertRefused(key, Arrays.copyOf(content, content.length + 1), "a zero more");
        var line = Arrays.copyOf(content, content.length + 1);
        line[content.length] = '\n';
        scenario.assertRefused(key, line, "a line feed more");
    }
}
