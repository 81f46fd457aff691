package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk on its way into a repository and back, through the commands a person types.
class RepositoryCommandsTest {
    private final byte[] disk = Disks.some(1);
    private final Commanded repository;

    RepositoryCommandsTest(@TempDir Path folder) {
        repository = new Commanded(folder);
    }

    @Test
    void aDiskThatIsImportedIsExportedByteForByteAndSparse() throws IOException {
        repository.importDisk("first", disk, "");

        var target = repository.folder().resolve("restored.raw");
        var outcome = repository.export("--output " + target).ends(0);

        assertThat(Files.readAllBytes(target)).isEqualTo(disk);
        assertThat(outcome.err()).contains("Wrote disk 0 of point first");
        assertThat(allocatedBytes(target)).isLessThan(disk.length / 2 + (1 << 20));
        assertThat(repository.folder()).isDirectoryNotContaining("glob:**/*.unfinished");
    }

    @Test
    void standardOutputGetsTheDiskAndNothingElse() throws IOException {
        repository.importDisk("first", disk, "");

        var outcome = repository.export("--output -").ends(0);

        assertThat(outcome.out()).isEqualTo(disk);
    }

    @Test
    void anImportFromStandardInputNeedsTheSizeAndKeepsToIt() {
        var piped =
                "repository import-disk %s --unencrypted --vm %s --input -".formatted(repository.location(), Disks.VM);

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
        assertThat(repository.points().json().get("points")).isEmpty();

        new Cli().reading(disk).line(piped + " --size " + disk.length).ends(0);
        assertThat(repository.export("--output -").out()).isEqualTo(disk);
    }

    @Test
    void anIncrementalImportStoresWhatChangedAndBothPointsRestore() throws IOException {
        repository.importDisk("first", disk, "");
        var changed = disk.clone();
        Disks.fill(changed, 2 << 20, 65_536, new Random(2));

        var second = repository.importDisk("second", changed, "--base first").json();

        assertThat(second.get("newBytes").asLong()).isEqualTo(1 << 20);
        assertThat(second.get("duplicateBytes").asLong()).isPositive();
        assertThat(repository.export("--point first --output -").out()).isEqualTo(disk);
        assertThat(repository.export("--point second --output -").out()).isEqualTo(changed);
        assertThat(repository.export("--output -").out()).as("the newest").isEqualTo(changed);
    }

    @Test
    void aDiskThatShrankIsImportedWithoutItsBase() throws IOException {
        repository.importDisk("first", disk, "");
        var smaller = Arrays.copyOf(disk, 4 << 20);

        repository.importDisk("second", smaller, "--base first");

        assertThat(repository.export("--point second --output -").out()).isEqualTo(smaller);
    }

    @Test
    void whatExistsIsNotReplacedUnlessAsked() throws IOException {
        repository.importDisk("first", disk, "");
        var target = Files.writeString(repository.folder().resolve("precious"), "mine");

        assertThat(repository.export("--output " + target).ends(7).err()).contains("--force");
        assertThat(target).hasContent("mine");
        repository.export("--force --output " + target).ends(0);
        assertThat(Files.readAllBytes(target)).isEqualTo(disk);

        assertThat(new Cli()
                        .line("repository create %s --unencrypted", repository.location())
                        .ends(7)
                        .err())
                .contains("already");
        var again = Disks.file(repository.folder(), "again", disk);
        assertThat(new Cli()
                        .line(
                                "repository import-disk %s --unencrypted --vm %s --point first --input %s",
                                repository.location(), Disks.VM, again)
                        .ends(7)
                        .err())
                .contains("already");
    }

    @Test
    void anInterruptedCommandLeavesNothingHalfWritten() throws IOException {
        repository.importDisk("first", disk, "");
        var target = repository.folder().resolve("restored.raw");

        new Cli()
                .interrupted()
                .line(
                        "repository export-disk %s --unencrypted --vm %s --output %s",
                        repository.location(), Disks.VM, target)
                .ends(130);
        new Cli()
                .interrupted()
                .line(
                        "repository import-disk %s --unencrypted --vm %s --point second --input %s",
                        repository.location(), Disks.VM, Disks.file(repository.folder(), "disk", disk))
                .ends(130);

        assertThat(repository.folder()).isDirectoryNotContaining("glob:**/*restored*");
        assertThat(repository.points().json().get("points")).hasSize(1);
        new Cli()
                .interrupted()
                .line("repository verify %s --unencrypted", repository.location())
                .ends(130);
    }

    @Test
    void aPersonSeesABarAndAScriptDoesNot() throws IOException {
        repository.importDisk("first", disk, "");
        var line = "repository export-disk %s --unencrypted --vm %s --output %s";

        var watched = new Cli()
                .watched()
                .line(line, repository.location(), Disks.VM, repository.folder().resolve("a"));
        var quiet = new Cli()
                .watched()
                .line(
                        line + " --quiet",
                        repository.location(),
                        Disks.VM,
                        repository.folder().resolve("b"));
        var script = new Cli()
                .line(line, repository.location(), Disks.VM, repository.folder().resolve("c"));

        assertThat(watched.err()).contains("[").contains("#").contains("%").contains("\r");
        assertThat(quiet.err()).doesNotContain("\r");
        assertThat(script.err()).doesNotContain("\r").doesNotContain("#");
    }

    private static long allocatedBytes(Path file) throws IOException {
        var process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return 512
                * Long.parseLong(
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
}
