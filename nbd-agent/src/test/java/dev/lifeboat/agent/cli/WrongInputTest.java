package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The sentence and the exit code that a user gets for each thing that can be typed wrong.
class WrongInputTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        /backups                          | is no place for a repository
        ftp://host/backups                | is no place for a repository
        file:backups                      | names no folder
        file://host/backups               | names no folder
        file:///back%zups                 | is no URL
        s3:///prefix                      | names no bucket
        s3://key:secret@bucket/prefix     | Credentials do not belong into a location
        s3://bucket?regoin=eu             | has no parameter 'regoin'
        s3://bucket?path-style=yes        | path-style is true or false, not 'yes'
        s3://bucket?endpoint=ftp://host   | is no http or https URL
        """)
    void aLocationThatIsNone(String location, String sentence) {
        var outcome = new Cli().run("repository", "points", location, "--unencrypted");

        assertThat(outcome.ends(2).err()).contains(sentence).contains("file:///backups");
        assertThat(outcome.err()).doesNotContain("secret@");
    }

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
                .contains("There is no file");
        assertThat(new Cli()
                        .line(line, location, Disks.VM, disk, "--size 1MiB")
                        .ends(2)
                        .err())
                .contains("and --size says 1048576");
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
                .contains("is no file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        --depth deep      | 'deep' is no depth; there are structure, sample, every-byte
        --max-bytes many  | 'many' is no size
        --max-bytes 9999P | is more than fits
        --max-time soon   | 'soon' is no duration
        --parallel 0      | --parallel is between 1 and 64
        --colour red      | Unknown options: '--colour'
        """)
    void anOptionThatIsNone(String option, String sentence) {
        var outcome = new Cli().line("repository verify %s --unencrypted %s", repository(), option);

        assertThat(outcome.ends(2).err()).contains(sentence);
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

        new Cli().line("storage probe file://%s", file).ends(8);
        var credentials = Files.createDirectory(folder.resolve("credentials"));
        assertThat(new Cli()
                        .line("storage probe s3://bucket?endpoint=http://127.0.0.1:1 --credentials %s", credentials)
                        .ends(2)
                        .err())
                .contains("have no readable file accessKeyId");
        assertThat(new Cli()
                        .line("storage probe s3://bucket --ca-file %s", folder.resolve("ca"))
                        .ends(2)
                        .err())
                .contains("CA file");
    }

    private String repository() {
        var location = "file://" + folder.resolve("backups");
        new Cli().line("repository create %s --unencrypted", location).ends(0);
        return location;
    }
}
