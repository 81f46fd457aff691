package dev.lifeboat.repository.objectstore.s3;

import static dev.lifeboat.repository.objectstore.http.RawServer.answer;
import static dev.lifeboat.repository.objectstore.http.RawServer.message;
import static dev.lifeboat.repository.objectstore.s3.Scripted.error;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.RetryPolicy;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.repository.objectstore.http.RawServer;
import dev.lifeboat.repository.objectstore.http.RawServer.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trouble with a server: what passes, what is final, and what a person is told.
class ServersFailTest {

    private static final ObjectKey KEY = new ObjectKey("a");

    /// Hangs up without a word.
    private static final Turn DROP = (request, out) -> false;

    private static final Turn TRUNCATED = (request, out) -> {
        out.write("HTTP/1.1 206 Partial Content\r\nContent-Length: 9\r\n\r\n1234".getBytes(US_ASCII));
        return false;
    };

    @ParameterizedTest
    @CsvSource({
        "503 Slow Down, SlowDown, true",
        "429 Too Many Requests, TooManyRequests, true",
        "500 Internal Server Error, InternalError, true",
        "408 Request Timeout, RequestTimeout, true",
        "400 Bad Request, RequestTimeout, true",
        "400 Bad Request, InvalidRequest, false",
        "403 Forbidden, AccessDenied, false",
        "403 Forbidden, InvalidAccessKeyId, false",
        "400 Bad Request, ExpiredToken, false",
        "501 Not Implemented, NotImplemented, false"
    })
    void whatPassesIsTriedAgainAndTheRestIsFinal(String status, String code, boolean retryable) throws IOException {
        try (var server = RawServer.playing(error(status, code, "as it is"))) {
            var failure = failureOfGet(server, Scripted.KEYS);

            assertThat(failure.retryable()).isEqualTo(retryable);
            assertThat(failure).hasMessageContaining(code).hasMessageNotContaining(Scripted.KEYS.secretAccessKey());
        }
    }

    @Test
    void theRightRegionIsNamed() throws IOException {
        try (var server = RawServer.playing(error(
                "301 Moved Permanently",
                "PermanentRedirect",
                "The bucket you are attempting to access must be addressed using the specified endpoint.",
                "x-amz-bucket-region: eu-west-3"))) {
            var failure = failureOfGet(server, Scripted.KEYS);

            assertThat(failure.retryable()).isFalse();
            assertThat(failure).hasMessageContaining("in the region eu-west-3 and not in us-east-1: set the region");
        }
    }

    @Test
    void aWrongClockIsNamedAndAdjustedTo() throws IOException {
        var twentyMinutesAhead = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(20);
        var date = "Date: " + twentyMinutesAhead.format(DateTimeFormatter.RFC_1123_DATE_TIME);
        try (var server = RawServer.playing(
                        error("403 Forbidden", "RequestTimeTooSkewed", "The difference is too large.", date),
                        answer("200 OK", "", "content"));
                var store = Scripted.store(server)) {
            var failure = catchThrowableOfType(ObjectStoreException.class, () -> store.get(KEY));

            assertThat(failure.retryable()).isTrue();
            assertThat(failure.getMessage()).containsPattern("The clock of this machine is 1[12]\\d\\d s behind");
            assertThat(store.get(KEY)).isPresent();
            var signedAt = server.requests().getLast().header("x-amz-date");
            assertThat(signedAt)
                    .isGreaterThan(twentyMinutesAhead
                            .minusMinutes(1)
                            .format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")));
        }
    }

    @Test
    void aTruncatedBodyIsReadAgain() throws IOException {
        try (var server = RawServer.playing(TRUNCATED, answer("206 Partial Content", "", "123456789"));
                var store = retrying(server)) {
            var target = ByteBuffer.allocate(9);

            assertThat(store.getRange(KEY, 0, target)).hasValue(9);

            assertThat(target.array()).isEqualTo("123456789".getBytes(US_ASCII));
        }
    }

    @Test
    void aRangeThatIsShorterThanItsObjectIsNoEndOfIt() throws IOException {
        Turn tooLittle = answer("206 Partial Content", "Content-Range: bytes 0-3/9", "", "1234");
        try (var server = RawServer.playing(
                        tooLittle, answer("206 Partial Content", "Content-Range: bytes 0-8/9", "", "123456789"));
                var store = retrying(server)) {
            assertThat(store.getRange(KEY, 0, ByteBuffer.allocate(9))).hasValue(9);
        }
    }

    @Test
    void aServerThatIgnoresRangesIsFinal() throws IOException {
        try (var server = RawServer.playing(answer("200 OK", "", "123456789"));
                var store = Scripted.store(server)) {
            var failure = catchThrowableOfType(
                    ObjectStoreException.class, () -> store.getRange(KEY, 5, ByteBuffer.allocate(2)));

            assertThat(failure.retryable()).isFalse();
            assertThat(failure).hasMessageContaining("range");
        }
    }

    @Test
    void aDroppedConnectionIsTriedAgain() throws IOException {
        try (var server = RawServer.playing(DROP, DROP, answer("200 OK"));
                var store = retrying(server)) {
            store.put(KEY, ByteBuffer.allocate(1_000_000));

            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void aRefusalInTheMiddleOfALargeBodyIsReadAndFinal() throws IOException {
        Turn refuses = (request, out) -> {
            out.write(message("403 Forbidden", "", "<Error><Code>AccessDenied</Code></Error>"));
            return false;
        };
        try (var server = RawServer.playing(refuses);
                var store = Scripted.store(server)) {
            var failure = catchThrowableOfType(
                    ObjectStoreException.class, () -> store.put(KEY, ByteBuffer.allocate(30_000_000)));

            assertThat(failure).hasMessageContaining("AccessDenied");
            assertThat(failure.retryable()).isFalse();
        }
    }

    private static ObjectStoreException failureOfGet(RawServer server, S3Credentials credentials) {
        try (var store = new S3ObjectStore(Scripted.config(server, credentials))) {
            return catchThrowableOfType(ObjectStoreException.class, () -> store.get(KEY));
        }
    }

    private static RetryingObjectStore retrying(RawServer server) {
        return new RetryingObjectStore(Scripted.store(server), RetryPolicy.standard(), () -> new Random(1), _ -> {});
    }
}
