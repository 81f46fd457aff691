package dev.lifeboat.repository.objectstore.s3;

import static dev.lifeboat.repository.objectstore.http.RawServer.answer;
import static dev.lifeboat.repository.objectstore.s3.Scripted.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.http.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What servers that speak S3 do differently, and what becomes of it.
class ServersDifferTest {

    private static final ObjectKey A = new ObjectKey("a");
    private static final ObjectKey B = new ObjectKey("b");
    private static final ByteBuffer CONTENT = ByteBuffer.wrap("123456789".getBytes());

    @Test
    void aPutCarriesItsChecksumAndNoTrailerAndWaitsForNoLeave() throws IOException {
        try (var server = RawServer.playing(answer("200 OK"));
                var store = Scripted.store(server)) {
            store.put(A, CONTENT);

            var request = server.requests().getFirst();
            // CRC-32C of "123456789" is e3069283.
            assertThat(request.header("x-amz-checksum-crc32c")).isEqualTo("4waSgw==");
            assertThat(request.header("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
            assertThat(request.header("Content-Length")).isEqualTo("9");
            assertThat(request.header("x-amz-trailer")).isEmpty();
            assertThat(request.header("Expect")).isEmpty();
        }
    }

    @Test
    void aServerThatKnowsNoChecksumsGetsNone() throws IOException {
        try (var server = RawServer.playing(
                        error("400 Bad Request", "InvalidArgument", "Unsupported header 'x-amz-checksum-crc32c'"),
                        answer("200 OK"));
                var store = Scripted.store(server)) {
            store.put(A, CONTENT);
            store.put(B, CONTENT);

            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().subList(1, 3))
                    .allSatisfy(request ->
                            assertThat(request.header("x-amz-checksum-crc32c")).isEmpty());
        }
    }

    @Test
    void aBodyThatArrivedChangedIsSentAgainLaterWithItsChecksum() throws IOException {
        try (var server = RawServer.playing(
                        error(
                                "400 Bad Request",
                                "XAmzContentChecksumMismatch",
                                "The provided 'x-amz-checksum' header does not match what was computed."),
                        answer("200 OK"));
                var store = Scripted.store(server)) {
            assertThatThrownBy(() -> store.put(A, CONTENT))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.retryable()).isTrue());

            store.put(A, CONTENT);
            assertThat(server.requests().getLast().header("x-amz-checksum-crc32c"))
                    .isNotEmpty();
        }
    }

    @Test
    void aServerWithoutConditionalPutIsAFinalError() throws IOException {
        try (var server = RawServer.playing(
                        error("501 Not Implemented", "NotImplemented", "A header you provided implies functionality"));
                var store = Scripted.store(server)) {
            assertThatThrownBy(() -> store.putIfAbsent(A, CONTENT))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.retryable()).isFalse());
            assertThat(server.requests().getFirst().header("If-None-Match")).isEqualTo("*");
        }
    }

    @Test
    void twoConditionalPutsThatMeetAreTriedAgain() throws IOException {
        try (var server = RawServer.playing(
                        error("409 Conflict", "ConditionalRequestConflict", "A conflicting operation"));
                var store = Scripted.store(server)) {
            assertThatThrownBy(() -> store.putIfAbsent(A, CONTENT))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.retryable()).isTrue());
        }
    }

    @Test
    void aBatchDeleteIsOneRequestWithAnMd5() throws IOException {
        try (var server = RawServer.playing(answer("200 OK", "", deleted("a", "b")));
                var store = Scripted.store(server)) {
            store.deleteAll(List.of(A, B));

            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().getFirst().line()).startsWith("POST /bucket?delete");
            assertThat(server.requests().getFirst().header("Content-MD5")).isNotEmpty();
        }
    }

    @Test
    void aServerWithoutBatchDeleteIsNotAskedForItTwice() throws IOException {
        try (var server = RawServer.playing(
                        error("501 Not Implemented", "NotImplemented", "no"), answer("204 No Content"));
                var store = Scripted.store(server)) {
            store.deleteAll(List.of(A, B));
            store.deleteAll(List.of(A, B));

            assertThat(server.requests().stream()
                            .skip(1)
                            .map(request -> request.line().split(" ")[0]))
                    .containsExactly("DELETE", "DELETE", "DELETE", "DELETE");
        }
    }

    @Test
    void whatABatchDidNotClearlyDeleteIsDeletedAlone() throws IOException {
        var partly = "<DeleteResult><Deleted><Key>a</Key></Deleted></DeleteResult>";
        var failing = "<DeleteResult><Deleted><Key>a</Key></Deleted>"
                + "<Error><Key>b</Key><Code>InternalError</Code></Error></DeleteResult>";
        try (var server = RawServer.playing(
                        answer("200 OK", "", partly),
                        answer("204 No Content"),
                        answer("200 OK", "", failing),
                        answer("204 No Content"));
                var store = Scripted.store(server)) {
            store.deleteAll(List.of(A, B));
            store.deleteAll(List.of(A, B));

            assertThat(server.requests().get(1).line()).startsWith("DELETE /bucket/b");
            assertThat(server.requests().get(3).line()).startsWith("DELETE /bucket/b");
        }
    }

    @Test
    void aDeleteThatIsNotPermittedSaysSo() throws IOException {
        try (var server = RawServer.playing(error("403 Forbidden", "AccessDenied", "Access Denied"));
                var store = Scripted.store(server)) {
            assertThatThrownBy(() -> store.deleteAll(List.of(A, B)))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("AccessDenied");
        }
    }

    private static String deleted(String... keys) {
        var result = new StringBuilder("<DeleteResult>");
        for (var key : keys) {
            result.append("<Deleted><Key>").append(key).append("</Key></Deleted>");
        }
        return result + "</DeleteResult>";
    }
}
