package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be understood, before anything is done: explained within a screen, with where to read more.
class WrongCommandLineTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        ""                                   | Missing required subcommand              | 'lifeboat --help'
        repository                           | Missing required subcommand              | points
        repositry                            | There is no command 'repositry'          | repository
        repository expotr-disk               | There is no command 'expotr-disk'        | export-disk
        repository points                    | Missing required parameter: 'LOCATION'   | 'lifeboat repository points --help'
        repository points L --vm web         | 'web' is no UUID                         | 'lifeboat repository points --help'
        repository points L --unencryptd     | '--unencryptd'                           | --unencrypted
        repository import-disk L --label a   | --label takes KEY=VALUE, not 'a'         | 'lifeboat repository import-disk --help'
        repository create L --add-key a      | --add-key takes NAME=FILE, not 'a'       | 'lifeboat repository create --help'
        """)
    void aWrongCommandLineIsExplainedWithinAScreenAndSaysWhereToRead(String line, String sentence, String next) {
        var outcome = line == null || line.isEmpty() ? new Cli().run() : new Cli().line(line);

        assertThat(outcome.ends(2).err()).startsWith("lifeboat: ").contains(sentence, next, "--help' says more");
        assertThat(outcome.err().lines()).hasSizeLessThan(25);
        assertThat(outcome.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        --depth deep      | 'deep' is no depth; there are structure, sample, every-byte
        --max-bytes many  | 'many' is no size
        --max-bytes 9999P | is more than fits
        --max-time soon   | 'soon' is no duration
        --max-time -PT1S  | '-PT1S' is less than no time
        --parallel many   | 'many' is no whole number
        --parallel 0      | --parallel is between 1 and 64
        --colour red      | Unknown options: '--colour'
        """)
    void anOptionThatIsNone(String option, String sentence) {
        var outcome = new Cli().line("repository verify %s --unencrypted %s", "file://" + folder, option);

        assertThat(outcome.ends(2).err()).contains(sentence);
    }

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
}
