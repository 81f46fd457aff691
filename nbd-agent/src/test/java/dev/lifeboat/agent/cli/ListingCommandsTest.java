package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.repository.point.Attachment;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.ExcludedDisk;
import dev.lifeboat.repository.point.PointId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a repository says of itself and of its points, to people and to scripts.
class ListingCommandsTest {
    private final byte[] disk = Disks.some(1);
    private final Commanded repository;

    ListingCommandsTest(@TempDir Path folder) {
        repository = new Commanded(folder);
    }

    @Test
    void whatAPointSaysOfItsVmIsExported() throws IOException {
        var when = Instant.parse("2026-03-01T02:00:00Z");
        var records = JsonNodeFactory.instance.objectNode();
        records.putObject("vm").put("name_label", "web");
        var archive = "ova.xml".getBytes(StandardCharsets.UTF_8);
        var header = new BackupHeader(
                new PointId("first"),
                UUID.fromString(Disks.VM),
                "web",
                new UUID(1, 1),
                "west",
                when,
                Map.of(),
                records,
                List.of(new ExcludedDisk("1", new UUID(2, 2), "scratch", 1 << 20, "its name holds [NOBAK]")),
                List.of(Attachment.of("export-metadata.tar", "application/x-tar", archive)));
        var store = new FileSystemObjectStore(repository.folder().resolve("backups"));
        try (var session = Repository.open(store).startBackup(header)) {
            session.commit(List.of());
        }
        var command = "repository export-metadata %s --unencrypted --vm %s ".formatted(repository.location(), Disks.VM);

        assertThat(new ObjectMapper().readTree(new Cli().line(command).ends(0).out()))
                .isEqualTo(records);
        assertThat(new Cli().line(command + "--what archive").ends(0).out()).isEqualTo(archive);
        var file = repository.folder().resolve("web.tar");
        new Cli().line(command + "--what archive --output " + file).ends(0);
        assertThat(Files.readAllBytes(file)).isEqualTo(archive);
        assertThat(new Cli().line(command + "--output " + file).ends(7).err()).contains("already");
        assertThat(new Cli()
                        .line(command + "--output " + repository.folder().resolve("no/where"))
                        .ends(8)
                        .err())
                .contains("its folder is not there");
        assertThat(Files.readAllBytes(file)).isEqualTo(archive);
        assertThat(new Cli()
                        .line("repository points %s --unencrypted", repository.location())
                        .ends(0)
                        .text())
                .contains("without disk 1 (scratch, 1.0 MiB): its name holds [NOBAK]");
        assertThat(repository.points().json().at("/points/0/attachments/0/name").asText())
                .isEqualTo("export-metadata.tar");
    }

    @Test
    void aPointWithoutThePoolsOwnArchiveSaysSo() throws IOException {
        repository.importDisk("first", disk, "");
        var command = "repository export-metadata %s --unencrypted --vm %s ".formatted(repository.location(), Disks.VM);

        assertThat(new Cli().line(command + "--what archive").ends(3).err()).contains("--what records");
    }

    @Test
    void pointsAreListedForPeopleAndForScripts() throws IOException {
        repository.importDisk("first", disk, "--vm-name web --label tier=gold");

        var text = new Cli()
                .line("repository points %s --unencrypted", repository.location())
                .ends(0);
        var json = repository.points().json().get("points").get(0);

        assertThat(text.text())
                .contains("web (" + Disks.VM + ")")
                .contains("first")
                .contains("1 disk(s), 9.0 MiB");
        assertThat(json.get("pointId").asText()).isEqualTo("first");
        assertThat(json.get("labels").get("tier").asText()).isEqualTo("gold");
        assertThat(json.get("disks").get(0).get("sizeBytes").asLong()).isEqualTo(disk.length);
        assertThat(new Cli()
                        .line(
                                "repository points %s --unencrypted --vm 00000000-0000-0000-0000-0000000000ff",
                                repository.location())
                        .text())
                .contains("No recovery points of virtual machine 00000000-0000-0000-0000-0000000000ff");
    }

    @Test
    void infoSaysWhatTheRepositoryTakesUp() throws IOException {
        repository.importDisk("first", disk, "");

        var text = new Cli()
                .line("repository info %s --unencrypted", repository.location())
                .ends(0);
        var json = new Cli()
                .line("repository info %s --unencrypted --json", repository.location())
                .ends(0)
                .json();

        assertThat(text.text()).contains("points        1").contains("encryption    none");
        assertThat(json.get("points").asInt()).isEqualTo(1);
        assertThat(json.get("logicalBytes").asLong()).isEqualTo(disk.length);
        assertThat(json.get("encrypted").asBoolean()).isFalse();
    }
}
