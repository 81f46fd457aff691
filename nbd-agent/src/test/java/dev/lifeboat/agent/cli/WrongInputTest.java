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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        ""                                   | Missing required subcommand              | 'lifeboat --help'
        repository                           | Missing required subcommand              | points
        repositry                            | There is no command 'repositry'          | repository
        repository expotr-disk               | There is no command 'expotr-disk'        | export-disk
        repository points                    | Missing required parameter: 'LOCATION'   | 'lifeboat repository points --help'
        repository points L --vm web         | 'web' is no UUID                         | 'lifeboat repository points --help'
        repository points L --unencryptd     | '--unencryptd'                           | --unencrypted
        repository import-disk L --label a   | Value for option '--label'               | KEY=VALUE
        """)
    void aWrongCommandLineIsExplainedWithinAScreenAndSaysWhereToRead(String line, String sentence, String next) {
        var outcome = line == null || line.isEmpty() ? new Cli().run() : new Cli().line(line);

        assertThat(outcome.ends(2).err()).startsWith("lifeboat: ").contains(sentence, next, "--help' says more");
        assertThat(outcome.err().lines()).hasSizeLessThan(25);
        assertThat(outcome.text()).isEmpty();
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

        assertThat(noKey.ends(6).err()).contains("There is no file " + folder.resolve("none"));
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
