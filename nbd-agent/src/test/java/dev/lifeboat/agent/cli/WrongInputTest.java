package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sentence and the exit code that a user gets for each thing that is not there, or cannot be.
class WrongInputTest {

    @TempDir
    private Path folder;

    @Test
    void aFolderThatIsNotThereIsNotMade() {
        var missing = folder.resolve("missing");

        var outcome = new Cli()
                .line("repository points file://%s --unencrypted", missing)
                .ends(3);

        assertThat(outcome.err()).contains("There is no folder " + missing);
        assertThat(missing).doesNotExist();
    }

    @Test
    void aFolderWithoutARepository() {
        var outcome = new Cli()
                .line("repository info file://%s --unencrypted", folder)
                .ends(3);

        assertThat(outcome.err()).contains("There is no repository in");
    }

    @Test
    void aPointOrDiskThatIsNotThere() throws IOException {
        var location = repository();
        var disk = Disks.file(folder, "disk", Disks.some(1));
        var missing = "repository export-disk %s --unencrypted --vm %s --output - %s";

        assertThat(new Cli().line(missing, location, Disks.VM, "").ends(3).err())
                .contains("There is no recovery point");
        new Cli()
                .line("repository import-disk %s --unencrypted --vm %s --point p --input %s", location, Disks.VM, disk)
                .ends(0);
        assertThat(new Cli()
                        .line(missing, location, Disks.VM, "--point q")
                        .ends(3)
                        .err())
                .contains("There is no recovery point q");
        assertThat(new Cli()
                        .line(missing, location, Disks.VM, "--disk 7")
                        .ends(3)
                        .err())
                .contains("has no disk 7, only 0");
        assertThat(new Cli()
                        .line(missing, location, Disks.VM, "--point No!")
                        .ends(2)
                        .err())
                .contains("is no id of a recovery point");
        assertThat(new Cli()
                        .line("repository delete-point %s --unencrypted --vm %s --point q", location, Disks.VM)
                        .ends(3)
                        .err())
                .contains("There is no recovery point q");
        assertThat(new Cli()
                        .line(
                                "repository import-disk %s --unencrypted --vm %s --base q --input %s",
                                location, Disks.VM, disk)
                        .ends(3)
                        .err())
                .contains("There is no recovery point q");
    }

    @Test
    void anInputOrOutputThatCannotBe() throws IOException {
        var location = repository();
        var disk = Disks.file(folder, "disk", Disks.some(1));
        var line = "repository import-disk %s --unencrypted --vm %s --point p --input %s %s";

        assertThat(new Cli()
                        .line(line, location, Disks.VM, folder.resolve("none"), "")
                        .ends(3)
                        .err())
                .contains("which --input names");
        assertThat(new Cli()
                        .line(line, location, Disks.VM, disk, "--size 1MiB")
                        .ends(2)
                        .err())
                .contains("and --size says 1048576");
        assertThat(new Cli()
                        .line(line, location, Disks.VM, Files.createFile(folder.resolve("empty")), "")
                        .ends(2)
                        .err())
                .contains("The input has no bytes");
        assertThat(new Cli()
                        .line(line, location, Disks.VM, disk, "--device=")
                        .ends(2)
                        .err())
                .contains("--device is empty");
        new Cli().line(line, location, Disks.VM, disk, "").ends(0);

        var export = "repository export-disk %s --unencrypted --vm %s --output %s %s";
        assertThat(new Cli()
                        .line(export, location, Disks.VM, folder.resolve("no/where"), "")
                        .ends(8)
                        .err())
                .contains("Cannot write");
        assertThat(new Cli()
                        .line(export, location, Disks.VM, "-", "--json")
                        .ends(2)
                        .text())
                .contains("leave out --json");
        assertThat(new Cli()
                        .line(export, location, Disks.VM, folder, "--force")
                        .ends(2)
                        .err())
                .contains("is a folder; name the file in --output");
    }

    @Test
    void aFileThatCannotBeIsExplainedWithoutAClassName() throws IOException {
        var location = repository();
        new Cli()
                .line(
                        "repository import-disk %s --unencrypted --vm %s --input %s",
                        location, Disks.VM, Disks.file(folder, "disk", Disks.some(1)))
                .ends(0);

        var noKey = new Cli().line("repository points %s --key-file %s", location, folder.resolve("none"));
        var noFolder = new Cli().line("repository new-key %s", folder.resolve("no/where"));
        var noFolderForTheDisk = new Cli()
                .line(
                        "repository export-disk %s --unencrypted --vm %s --output %s",
                        location, Disks.VM, folder.resolve("no/where"));

        assertThat(noKey.ends(6).err())
                .contains("There is no file " + folder.resolve("none") + ", which --key-file names");
        assertThat(noFolder.ends(8).err()).contains("its folder is not there");
        assertThat(noFolderForTheDisk.ends(8).err()).contains("its folder is not there");
        assertThat(noKey.err() + noFolder.err() + noFolderForTheDisk.err())
                .doesNotContain("Exception")
                .doesNotContain("unfinished");
    }

    @Test
    void withJsonTheErrorIsADocument() {
        var json = new Cli()
                .line("repository info file://%s --unencrypted --json", folder)
                .ends(3)
                .json();

        assertThat(json.get("error").get("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(json.get("error").get("exitCode").asInt()).isEqualTo(3);
        assertThat(json.get("error").get("message").asText()).contains("There is no repository");
    }

    @Test
    void aStorageThatIsAwayMayBeTriedAgainAndOneThatRefusesNot() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThat(new Cli().line("storage probe file://%s", file).ends(8).err())
                .contains(file + " is a file, and a repository needs a folder");
        assertThat(new Cli().line("storage probe file:///proc/none").ends(8).err())
                .isEqualToIgnoringNewLines("lifeboat: The store /proc/none cannot be written: the folder is not there"
                        + " and cannot be made");
        var credentials = Files.createDirectory(folder.resolve("credentials"));
        assertThat(new Cli()
                        .line("storage probe s3://bucket?endpoint=http://127.0.0.1:1 --credentials %s", credentials)
                        .ends(2)
                        .err())
                .contains("which --credentials names, has no readable file accessKeyId");
        assertThat(new Cli()
                        .line("storage probe s3://bucket --ca-file %s", folder.resolve("ca"))
                        .ends(2)
                        .err())
                .contains("which --ca-file names, cannot be read");
    }

    private String repository() {
        var location = "file://" + folder.resolve("backups");
        new Cli().line("repository create %s --unencrypted", location).ends(0);
        return location;
    }
}
