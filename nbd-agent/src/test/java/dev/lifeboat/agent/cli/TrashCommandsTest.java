package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is deleted is gone from the list, comes back while it is in the trash, and is purged only by a prune that sees
/// all.
class TrashCommandsTest {
    private final byte[] disk = Disks.some(1);
    private final Commanded repository;

    TrashCommandsTest(@TempDir Path folder) {
        repository = new Commanded(folder);
    }

    @Test
    void aDeletedPointIsGoneFromTheListAndTheOthersStay() throws IOException {
        repository.importDisk("first", disk, "");
        repository.importDisk("second", disk, "--base first");

        new Cli()
                .line("repository delete-point %s --unencrypted --vm %s --point first", repository.location(), Disks.VM)
                .ends(0);

        assertThat(repository.points().json().get("points")).hasSize(1);
        assertThat(repository.export("--point second --output -").out()).isEqualTo(disk);
        repository.export("--point first --output -").ends(3);
    }

    @Test
    void aDeletedPointComesBackAndPruneKeepsWhatItNeeds() throws IOException {
        repository.importDisk("first", disk, "");
        var point = " --vm %s --point first".formatted(Disks.VM);
        assertThat(new Cli()
                        .line("repository undelete %s --unencrypted", repository.location())
                        .ends(0)
                        .text())
                .contains("No deleted points");
        new Cli()
                .line("repository delete-point %s --unencrypted" + point, repository.location())
                .ends(0);

        var trash = new Cli()
                .line("repository undelete %s --unencrypted --json", repository.location())
                .ends(0)
                .json();
        var pruned = new Cli()
                .line("repository prune %s --unencrypted --json", repository.location())
                .ends(0)
                .json();
        new Cli()
                .line("repository undelete %s --unencrypted" + point, repository.location())
                .ends(0);

        assertThat(trash.get("trash").get(0).get("pointId").asText()).isEqualTo("first");
        assertThat(pruned.get("trashedPoints").asInt()).isEqualTo(1);
        assertThat(pruned.get("purgedPoints").asInt()).isZero();
        assertThat(pruned.get("kept").get("NEEDED").get("packs").asInt()).isPositive();
        assertThat(repository.export("--output -").ends(0).out()).isEqualTo(disk);
        new Cli()
                .line("repository undelete %s --unencrypted --vm %s --point none", repository.location(), Disks.VM)
                .ends(3);
        new Cli()
                .line("repository undelete %s --unencrypted --vm %s", repository.location(), Disks.VM)
                .ends(2);
        assertThat(new Cli()
                        .line("repository prune %s --unencrypted --pack-grace 1m", repository.location())
                        .ends(2)
                        .err())
                .contains("--pack-grace 1m is too short")
                .contains("at least 2h");
    }

    @Test
    void aPruneThatCannotSeeAllRefuses() throws IOException {
        repository.importDisk("first", disk, "");
        Files.writeString(repository.folder().resolve("backups/points/strange"), "?");

        assertThat(new Cli()
                        .line("repository prune %s --unencrypted", repository.location())
                        .ends(7)
                        .err())
                .contains("points/strange");
    }
}
