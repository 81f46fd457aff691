package dev.lifeboat.repository.objectstore.s3;

import static dev.lifeboat.repository.objectstore.http.RawServer.answer;
import static dev.lifeboat.repository.objectstore.s3.Scripted.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.http.RawServer;
import dev.lifeboat.repository.objectstore.s3.S3Credentials.Keys;
import dev.lifeboat.repository.objectstore.s3.S3Credentials.Rotating;
import dev.lifeboat.repository.objectstore.s3.S3Credentials.WebIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    private static final ObjectKey KEY = new ObjectKey("a");

    @TempDir
    private Path directory;

    @Test
    void aSessionTokenGoesAlong() throws IOException {
        var temporary = new Keys("ASIATEST", "secret", Optional.of("token-of-the-session"));
        try (var server = RawServer.playing(answer("200 OK"));
                var store = new S3ObjectStore(Scripted.config(server, temporary))) {
            store.get(KEY);

            assertThat(server.requests().getFirst().header("x-amz-security-token"))
                    .isEqualTo("token-of-the-session");
        }
    }

    @Test
    void keysThatWereReplacedAreUsedFromTheNextTryOn() throws IOException {
        var keys = new AtomicReference<>(new Keys("OLD", "secret", Optional.empty()));
        try (var server = RawServer.playing(
                        error("403 Forbidden", "InvalidAccessKeyId", "The key does not exist."), answer("200 OK"));
                var store = new S3ObjectStore(Scripted.config(server, new Rotating(keys::get)))) {
            assertThatThrownBy(() -> store.get(KEY))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.retryable()).isTrue());

            keys.set(new Keys("NEW", "secret", Optional.empty()));
            store.get(KEY);

            assertThat(server.requests().getLast().header("Authorization")).contains("Credential=NEW/");
        }
    }

    @Test
    void aTokenOfThePlatformIsExchangedOnceForTemporaryKeys() throws IOException {
        var token = Files.writeString(directory.resolve("token"), "header.payload.signature");
        try (var sts = RawServer.playing(answer("200 OK", "", assumedRole()));
                var server = RawServer.playing(answer("200 OK"));
                var store = new S3ObjectStore(exchanging(token, sts, server))) {
            store.get(KEY);
            store.get(KEY);

            assertThat(sts.requests()).hasSize(1);
            assertThat(server.requests()).allSatisfy(request -> {
                assertThat(request.header("Authorization")).contains("Credential=ASIAEXCHANGED/");
                assertThat(request.header("x-amz-security-token")).isEqualTo("exchanged-token");
            });
        }
    }

    @Test
    void theExchangeSendsTokenAndRole() throws IOException {
        var token = Files.writeString(directory.resolve("token"), "header.payload.signature");
        var sent = new AtomicReference<>("");
        try (var sts = RawServer.playing((request, out) -> {
                    sent.set(new String(request.body(), StandardCharsets.US_ASCII));
                    out.write(RawServer.message("200 OK", "", assumedRole()));
                    return true;
                });
                var server = RawServer.playing(answer("200 OK"));
                var store = new S3ObjectStore(exchanging(token, sts, server))) {
            store.get(KEY);

            assertThat(sent.get())
                    .contains("Action=AssumeRoleWithWebIdentity")
                    .contains("WebIdentityToken=header.payload.signature")
                    .contains("role%2Flifeboat");
        }
    }

    @Test
    void aTokenThatIsRefusedIsFinalAndTheTokenServiceIsNamed() throws IOException {
        var token = Files.writeString(directory.resolve("token"), "header.payload.signature");
        var refusal = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                + "<Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>";
        try (var sts = RawServer.playing(answer("403 Forbidden", "", refusal));
                var server = RawServer.playing(answer("200 OK"));
                var store = new S3ObjectStore(exchanging(token, sts, server))) {
            assertThatThrownBy(() -> store.get(KEY))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.retryable()).isFalse())
                    .hasMessageContaining("token service")
                    .hasMessageNotContaining("header.payload");
        }
    }

    @Test
    void secretsAreNotPrinted() {
        var keys = new Keys("id", "the-secret", Optional.of("the-token"));

        assertThat(keys.toString()).contains("id").doesNotContain("the-");
        assertThat(new Rotating(() -> keys).toString()).doesNotContain("the-");
    }

    /// For a bucket whose keys are had for a token of the platform.
    private static S3Config exchanging(Path token, RawServer sts, RawServer server) {
        var identity = new WebIdentity(Optional.of("arn:aws:iam::1:role/lifeboat"), Optional.of(token), address(sts));
        return Scripted.config(server, identity);
    }

    private static Optional<URI> address(RawServer server) {
        return Optional.of(URI.create("http://127.0.0.1:" + server.port()));
    }

    private static String assumedRole() {
        var expires = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        return "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAEXCHANGED</AccessKeyId>"
                + "<SecretAccessKey>secret</SecretAccessKey><SessionToken>exchanged-token</SessionToken><Expiration>"
                + expires + "</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
                + "</AssumeRoleWithWebIdentityResponse>";
    }
}
