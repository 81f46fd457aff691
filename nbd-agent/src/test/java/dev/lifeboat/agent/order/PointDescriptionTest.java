package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.repository.point.BackupHeader;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a recovery point says of its VM besides its disks.
class PointDescriptionTest {
    private final OneDisk disk = new OneDisk();

    @AutoClose
    private final Scene scene = disk.scene;

    @BeforeEach
    void serve() throws Exception {
        scene.serve(0);
    }

    private BackupHeader header() {
        return scene.point("p-1").orElseThrow().header();
    }

    @Test
    void theVmGoesByItsOwnNameAndNotByThatOfTheSnapshot() {
        scene.backUp("p-1", disk.full());

        assertThat(header().vmMetadata().at("/vm/name_label").asText()).isEqualTo("web");
        assertThat(header().vmMetadata().at("/vm/memory").asText()).isEqualTo("4096");
    }

    @Test
    void thePoolsOwnMetadataIsKeptWithThePoint() {
        var archive = "ova.xml, as the pool says it".getBytes(StandardCharsets.UTF_8);
        scene.pool.metadata(archive);

        scene.backUp("p-1", disk.full());

        assertThat(header().attachments()).singleElement().satisfies(it -> {
            assertThat(it.name()).isEqualTo("export-metadata.tar");
            assertThat(it.content()).isEqualTo(archive);
        });
    }

    @Test
    void metadataThatIsTooLargeForAManifestIsLeftOut() {
        scene.pool.metadata(new byte[(4 << 20) + 1]);

        scene.backUp("p-1", disk.full());

        assertThat(header().attachments()).isEmpty();
    }

    @Test
    void aDiskThatWasLeftOutIsNamedWithTheReason() {
        var scratch = new ExcludedDisk("1", new UUID(9, 9), "scratch [NOBAK]", 42, "its name holds [NOBAK]");

        var report = scene.execute(SampleOrders.backup(
                SampleOrders.header("p-1", scratch), Scene.transfer(), ArchiveCompression.None, disk.full()));

        assertThat(report).isInstanceOf(BackupReport.class);
        assertThat(header().excludedDisks())
                .containsExactly(new dev.lifeboat.repository.point.ExcludedDisk(
                        "1", new UUID(9, 9), "scratch [NOBAK]", 42, "its name holds [NOBAK]"));
    }
}
