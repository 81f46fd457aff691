package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.agent.cli.Cli.Outcome;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A repository from its creation to the disk that comes back, through the commands a person types.
class RepositoryCommandsTest {

    @TempDir
    private Path folder;

    private String location = "";
    private final byte[] disk = Disks.some(1);

    @BeforeEach
    void createAnUnencryptedRepository() {
        location = "file://" + folder.resolve("backups");
        new Cli().line("repository create %s --unencrypted", location).ends(0);
    }

    @Test
    void aDiskThatIsImportedIsExportedByteForByteAndSparse() throws IOException {
        importDisk("first", disk, "");

        var target = folder.resolve("restored.raw");
        var outcome = export("--output " + target).ends(0);

        assertThat(Files.readAllBytes(target)).isEqualTo(disk);
        assertThat(outcome.err()).contains("Wrote disk 0 of point first");
        assertThat(allocatedBytes(target)).isLessThan(disk.length / 2 + (1 << 20));
        assertThat(folder).isDirectoryNotContaining("glob:**/*.unfinished");
    }

    @Test
    void standardOutputGetsTheDiskAndNothingElse() throws IOException {
        importDisk("first", disk, "");

        var outcome = export("--output -").ends(0);

        assertThat(outcome.out()).isEqualTo(disk);
    }

    @Test
    void anImportFromStandardInputNeedsTheSizeAndKeepsToIt() {
        var piped = "repository import-disk %s --unencrypted --vm %s --input -".formatted(location, Disks.VM);

        assertThat(new Cli().reading(disk).line(piped).ends(2).err()).contains("--size");
        assertThat(new Cli()
                        .reading(disk)
                        .line(piped + " --size " + (disk.length + 1))
                        .ends(2)
                        .err())
                .contains("ended after " + disk.length);
        assertThat(new Cli()
                        .reading(disk)
                        .line(piped + " --size " + (disk.length - 1))
                        .ends(2)
                        .err())
                .contains("longer than");
        assertThat(points().json().get("points")).isEmpty();

        new Cli().reading(disk).line(piped + " --size " + disk.length).ends(0);
        assertThat(export("--output -").out()).isEqualTo(disk);
    }

    @Test
    void anIncrementalImportStoresWhatChangedAndBothPointsRestore() throws IOException {
        importDisk("first", disk, "");
        var changed = disk.clone();
        Disks.fill(changed, 2 << 20, 65_536, new Random(2));

        var second = importDisk("second", changed, "--base first").json();

        assertThat(second.get("newBytes").asLong()).isEqualTo(1 << 20);
        assertThat(second.get("duplicateBytes").asLong()).isPositive();
        assertThat(export("--point first --output -").out()).isEqualTo(disk);
        assertThat(export("--point second --output -").out()).isEqualTo(changed);
        assertThat(export("--output -").out()).as("the newest").isEqualTo(changed);
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
        var store = new FileSystemObjectStore(folder.resolve("backups"));
        try (var session = Repository.open(store).startBackup(header)) {
            session.commit(List.of());
        }
        var command = "repository export-metadata %s --unencrypted --vm %s ".formatted(location, Disks.VM);

        assertThat(new ObjectMapper().readTree(new Cli().line(command).ends(0).out()))
                .isEqualTo(records);
        assertThat(new Cli().line(command + "--what archive").ends(0).out()).isEqualTo(archive);
        var file = folder.resolve("web.tar");
        new Cli().line(command + "--what archive --output " + file).ends(0);
        assertThat(Files.readAllBytes(file)).isEqualTo(archive);
        assertThat(new Cli()
                        .line("repository points %s --unencrypted", location)
                        .ends(0)
                        .text())
                .contains("without disk 1 (scratch, 1.0 MiB): its name holds [NOBAK]");
        assertThat(points().json().at("/points/0/attachments/0/name").asText()).isEqualTo("export-metadata.tar");
    }

    @Test
    void aPointWithoutThePoolsOwnArchiveSaysSo() throws IOException {
        importDisk("first", disk, "");
        var command = "repository export-metadata %s --unencrypted --vm %s ".formatted(location, Disks.VM);

        assertThat(new Cli().line(command + "--what archive").ends(3).err()).contains("--what records");
    }

    @Test
    void aDiskThatShrankIsImportedWithoutItsBase() throws IOException {
        importDisk("first", disk, "");
        var smaller = Arrays.copyOf(disk, 4 << 20);

        importDisk("second", smaller, "--base first");

        assertThat(export("--point second --output -").out()).isEqualTo(smaller);
    }

    @Test
    void pointsAreListedForPeopleAndForScripts() throws IOException {
        importDisk("first", disk, "--vm-name web --label tier=gold");

        var text =
                new Cli().line("repository points %s --unencrypted", location).ends(0);
        var json = points().json().get("points").get(0);

        assertThat(text.text())
                .contains("web (" + Disks.VM + ")")
                .contains("first")
                .contains("1 disk(s), 9.0 MiB");
        assertThat(json.get("pointId").asText()).isEqualTo("first");
        assertThat(json.get("labels").get("tier").asText()).isEqualTo("gold");
        assertThat(json.get("disks").get(0).get("sizeBytes").asLong()).isEqualTo(disk.length);
        assertThat(new Cli()
                        .line("repository points %s --unencrypted --vm 00000000-0000-0000-0000-0000000000ff", location)
                        .text())
                .contains("No recovery points");
    }

    @Test
    void infoSaysWhatTheRepositoryTakesUp() throws IOException {
        importDisk("first", disk, "");

        var text = new Cli().line("repository info %s --unencrypted", location).ends(0);
        var json = new Cli()
                .line("repository info %s --unencrypted --json", location)
                .ends(0)
                .json();

        assertThat(text.text()).contains("points        1").contains("encryption    none");
        assertThat(json.get("points").asInt()).isEqualTo(1);
        assertThat(json.get("logicalBytes").asLong()).isEqualTo(disk.length);
        assertThat(json.get("encrypted").asBoolean()).isFalse();
    }

    @Test
    void aDeletedPointIsGoneFromTheListAndTheOthersStay() throws IOException {
        importDisk("first", disk, "");
        importDisk("second", disk, "--base first");

        new Cli()
                .line("repository delete-point %s --unencrypted --vm %s --point first", location, Disks.VM)
                .ends(0);

        assertThat(points().json().get("points")).hasSize(1);
        assertThat(export("--point second --output -").out()).isEqualTo(disk);
        export("--point first --output -").ends(3);
    }

    @Test
    void aDeletedPointComesBackAndPruneKeepsWhatItNeeds() throws IOException {
        importDisk("first", disk, "");
        var point = " --vm %s --point first".formatted(Disks.VM);
        assertThat(new Cli()
                        .line("repository undelete %s --unencrypted", location)
                        .ends(0)
                        .text())
                .contains("No deleted points");
        new Cli()
                .line("repository delete-point %s --unencrypted" + point, location)
                .ends(0);

        var trash = new Cli()
                .line("repository undelete %s --unencrypted --json", location)
                .ends(0)
                .json();
        var pruned = new Cli()
                .line("repository prune %s --unencrypted --json", location)
                .ends(0)
                .json();
        new Cli().line("repository undelete %s --unencrypted" + point, location).ends(0);

        assertThat(trash.get("trash").get(0).get("pointId").asText()).isEqualTo("first");
        assertThat(pruned.get("trashedPoints").asInt()).isEqualTo(1);
        assertThat(pruned.get("purgedPoints").asInt()).isZero();
        assertThat(pruned.get("kept").get("NEEDED").get("packs").asInt()).isPositive();
        assertThat(export("--output -").ends(0).out()).isEqualTo(disk);
        new Cli()
                .line("repository undelete %s --unencrypted --vm %s --point none", location, Disks.VM)
                .ends(3);
        new Cli()
                .line("repository undelete %s --unencrypted --vm %s", location, Disks.VM)
                .ends(2);
        assertThat(new Cli()
                        .line("repository prune %s --unencrypted --pack-grace 1m", location)
                        .ends(2)
                        .err())
                .contains("too short");
    }

    @Test
    void aPruneThatCannotSeeAllRefuses() throws IOException {
        importDisk("first", disk, "");
        Files.writeString(folder.resolve("backups/points/strange"), "?");

        assertThat(new Cli()
                        .line("repository prune %s --unencrypted", location)
                        .ends(7)
                        .err())
                .contains("points/strange");
    }

    @Test
    void whatExistsIsNotReplacedUnlessAsked() throws IOException {
        importDisk("first", disk, "");
        var target = Files.writeString(folder.resolve("precious"), "mine");

        assertThat(export("--output " + target).ends(7).err()).contains("--force");
        assertThat(target).hasContent("mine");
        export("--force --output " + target).ends(0);
        assertThat(Files.readAllBytes(target)).isEqualTo(disk);

        assertThat(new Cli()
                        .line("repository create %s --unencrypted", location)
                        .ends(7)
                        .err())
                .contains("already");
        var again = Disks.file(folder, "again", disk);
        assertThat(new Cli()
                        .line(
                                "repository import-disk %s --unencrypted --vm %s --point first --input %s",
                                location, Disks.VM, again)
                        .ends(7)
                        .err())
                .contains("already");
    }

    @Test
    void anInterruptedCommandLeavesNothingHalfWritten() throws IOException {
        importDisk("first", disk, "");
        var target = folder.resolve("restored.raw");

        new Cli()
                .interrupted()
                .line("repository export-disk %s --unencrypted --vm %s --output %s", location, Disks.VM, target)
                .ends(130);
        new Cli()
                .interrupted()
                .line(
                        "repository import-disk %s --unencrypted --vm %s --point second --input %s",
                        location, Disks.VM, Disks.file(folder, "disk", disk))
                .ends(130);

        assertThat(folder).isDirectoryNotContaining("glob:**/*restored*");
        assertThat(points().json().get("points")).hasSize(1);
        new Cli()
                .interrupted()
                .line("repository verify %s --unencrypted", location)
                .ends(130);
    }

    @Test
    void aPersonSeesABarAndAScriptDoesNot() throws IOException {
        importDisk("first", disk, "");
        var line = "repository export-disk %s --unencrypted --vm %s --output %s";

        var watched = new Cli().watched().line(line, location, Disks.VM, folder.resolve("a"));
        var quiet = new Cli().watched().line(line + " --quiet", location, Disks.VM, folder.resolve("b"));
        var script = new Cli().line(line, location, Disks.VM, folder.resolve("c"));

        assertThat(watched.err()).contains("[").contains("#").contains("%").contains("\r");
        assertThat(quiet.err()).doesNotContain("\r");
        assertThat(script.err()).doesNotContain("\r").doesNotContain("#");
    }

    private Outcome importDisk(String point, byte[] content, String more) throws IOException {
        return new Cli()
                .line(
                        "repository import-disk %s --unencrypted --vm %s --point %s --input %s --json %s",
                        location, Disks.VM, point, Disks.file(folder, "import-" + point, content), more)
                .ends(0);
    }

    private Outcome export(String more) {
        return new Cli().line("repository export-disk %s --unencrypted --vm %s %s", location, Disks.VM, more);
    }

    private Outcome points() {
        return new Cli()
                .line("repository points %s --unencrypted --json", location)
                .ends(0);
    }

    private static long allocatedBytes(Path file) throws IOException {
        var process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return 512
                * Long.parseLong(
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
}
