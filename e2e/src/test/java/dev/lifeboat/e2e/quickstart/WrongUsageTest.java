package dev.lifeboat.e2e.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be is said in a line before anything starts.
class WrongUsageTest {

    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=99999 | --port takes 0 to 65535, not 99999",
                "--kubeconfig=/no/where | --kubeconfig names /no/where, which cannot be read",
                "--s3=ftp://host/bucket | --s3 takes http(s)://host[:port]/bucket[/prefix], not ftp://host/bucket",
                "--bogus | Unknown option: '--bogus'"
            })
    void endsWithASentenceAndTheWayToTheHelp(String argument, String sentence) {
        var err = new StringWriter();

        var exitCode = Quickstart.commandLine().setErr(new PrintWriter(err)).execute(argument);

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("quickstart: " + sentence, "All options: ./quickstart --help");
    }

    @Test
    void aBucketNeedsItsKeys() {
        var url = URI.create("https://s3.example.com/backups");

        assertThatThrownBy(() -> GivenBucket.of(url, Map.of("AWS_ACCESS_KEY_ID", "id")))
                .hasMessage("--s3 needs the bucket's key in the environment variable AWS_SECRET_ACCESS_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/west", "/west/"})
    void aPrefixIsAFolder(String prefix) {
        var bucket = GivenBucket.of(URI.create("http://127.0.0.1:9000/backups" + prefix), KEYS);

        assertThat(bucket).isEqualTo(new GivenBucket("http://127.0.0.1:9000", "backups", "west/", "id", "secret"));
        assertThat(bucket.toString()).doesNotContain("secret");
    }
}
