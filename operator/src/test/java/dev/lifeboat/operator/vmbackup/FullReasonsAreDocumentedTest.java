package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.crds.BackupType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table "Why all of a disk was read" of `docs/backups.md` against what the code does.
class FullReasonsAreDocumentedTest {

    private static final Path TABLE = Path.of("..", "docs", "backups.md");

    @Test
    void theTableHasEachReasonAndSaysWhichAreUnplanned() throws IOException {
        var rows = Files.readAllLines(TABLE).stream()
                .filter(line ->
                        Stream.of(FullReason.values()).anyMatch(reason -> line.startsWith("| `" + reason + "` ")))
                .toList();

        assertThat(rows).hasSize(FullReason.values().length);
        for (var reason : FullReason.values()) {
            assertThat(rows)
                    .filteredOn(row -> row.startsWith("| `" + reason + "` "))
                    .singleElement(STRING)
                    .endsWith(Fallbacks.unplanned(BackupType.Auto, reason) ? "| yes |" : "| |");
        }
    }
}
