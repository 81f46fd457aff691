package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The raw bytes of all objects and their names, searched for what they must not tell.
class NothingShowsInTheStoreTest {

    /// Pieces of this text fill the disk, so that stretches of it are stored as they are or compressed.
    private static final String CONTENT = "the quick brown fox jumps over the lazy dog, and nobody may know. ";

    @ParameterizedTest
    @EnumSource
    void namesIdsAndContentStayHiddenWhereItIsEncrypted(Mode mode) {
        var store = new InMemoryObjectStore();
        var repository = mode.create(store);
        var noise = new byte[4096];
        new Random(1).nextBytes(noise);
        var seen = new ArrayList<String>();
        try (var session = repository.startBackup(Fixtures.header("nightly-web-1"))) {
            var writer = session.disk(Fixtures.disk(16 * 8192), Optional.empty());
            for (int i = 0; i < 16; i++) {
                var cell = ((i % 2 == 0 ? CONTENT : hex(noise)) + i).repeat(200).substring(0, 8192);
                writer.write(i * 8192L, StandardCharsets.ISO_8859_1.encode(cell));
            }
            seen.add(everything(store));
            session.commit(List.of(writer.finish()));
        }
        seen.add(everything(store));
        var all = String.join("\n", seen);

        var secrets = List.of(
                "00000000-0000-0000-0000-00000000000a",
                hexAsText("0000000000000000000000000000000a"),
                "00000000-0000-0000-0000-00000000000b",
                "00000000-0000-0007-",
                "nightly-web-1",
                "web «1»",
                "web ",
                "west",
                "gold",
                "uefi",
                "disk 0",
                CONTENT.substring(0, 20),
                hex(noise).substring(100, 130));
        var found = secrets.stream()
                .filter(secret -> all.contains(secret)
                        || all.contains(
                                new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
                .toList();
        switch (mode) {
            case ENCRYPTED -> assertThat(found).isEmpty();
            // Or the search would prove nothing.
            case UNENCRYPTED -> assertThat(found).contains("nightly-web-1", "gold", "disk 0", "web «1»");
        }
    }

    private static String everything(InMemoryObjectStore store) {
        var all = new StringBuilder();
        store.listAll("")
                .forEach(entry -> all.append(entry.key())
                        .append('\n')
                        .append(new String(store.get(entry.key()).orElseThrow(), StandardCharsets.ISO_8859_1))
                        .append('\n'));
        return all.toString();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String hexAsText(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
