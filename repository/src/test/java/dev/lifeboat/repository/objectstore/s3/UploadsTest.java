package dev.lifeboat.repository.objectstore.s3;

import static dev.lifeboat.repository.objectstore.http.RawServer.answer;
import static dev.lifeboat.repository.objectstore.s3.Scripted.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.RetryPolicy;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.repository.objectstore.Upload;
import dev.lifeboat.repository.objectstore.http.RawServer;
import dev.lifeboat.repository.objectstore.http.RawServer.Turn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Multipart uploads on servers that are asked too much, or whose answers get lost.
class UploadsTest {

    private static final ObjectKey KEY = new ObjectKey("exports/web.xva");
    private static final Turn LOST = (request, _) -> {
        request.body();
        return false;
    };
    private static final Turn NONE_LEFT =
            answer("200 OK", "", "<ListMultipartUploadsResult></ListMultipartUploadsResult>");
    private static final Turn BEGUN = answer(
            "200 OK",
            "",
            "<InitiateMultipartUploadResult><UploadId>the-one</UploadId></InitiateMultipartUploadResult>");
    private static final Turn PART = answer("200 OK", "ETag: \"e1\"");
    private static final Turn ABSENT = answer("404 Not Found", "");
    private static final Turn COMPLETED =
            answer("200 OK", "", "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
    private static final Turn ABORTED = answer("204 No Content");

    @Test
    void aPartCarriesItsChecksumAndCompletionItsCondition() throws IOException {
        try (var server = RawServer.playing(NONE_LEFT, BEGUN, PART, ABSENT, COMPLETED);
                var store = Scripted.store(server)) {
            assertThat(write(store, 1)).isTrue();

            assertThat(server.requests().get(2).line()).contains("partNumber=1").contains("uploadId=the-one");
            assertThat(server.requests().get(2).header("Content-MD5")).isEqualTo("XmeJKRD0jxbR8dcBm36ncQ==");
            assertThat(server.requests().get(4).header("If-None-Match")).isEqualTo("*");
        }
    }

    @Test
    void aServerThatCannotListUploadsOrKnowsNoConditionIsWrittenTo() throws IOException {
        var unknown = error("501 Not Implemented", "NotImplemented", "A header you provided is not implemented.");
        try (var server = RawServer.playing(unknown, BEGUN, PART, ABSENT, unknown, ABSENT, COMPLETED);
                var store = Scripted.store(server)) {
            assertThat(write(store, 1)).isTrue();

            assertThat(server.requests().getLast().header("If-None-Match")).isEmpty();
        }
    }

    @Test
    void whatAnEarlierProcessLeftUnderThatKeyIsGivenUpAndNothingElse() throws IOException {
        var left = answer(
                "200 OK",
                "",
                "<ListMultipartUploadsResult>"
                        + "<Upload><Key>exports/web.xva</Key><UploadId>dead</UploadId></Upload>"
                        + "<Upload><Key>exports/web.xva-too</Key><UploadId>other</UploadId></Upload>"
                        + "</ListMultipartUploadsResult>");
        try (var server = RawServer.playing(left, ABORTED, BEGUN, PART, ABSENT, COMPLETED);
                var store = Scripted.store(server)) {
            write(store, 1);

            assertThat(server.requests().stream()
                            .map(RawServer.Request::line)
                            .filter(line -> line.startsWith("DELETE")))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("uploadId=dead"));
        }
    }

    @Test
    void aCompletionWhoseAnswerGotLostIsFound() throws IOException {
        try (var server = RawServer.playing(NONE_LEFT, BEGUN, PART, ABSENT, LOST, head("3"), head("3"));
                var store = retrying(server)) {
            assertThat(write(store, 1)).isTrue();
        }
    }

    @Test
    void anObjectThatSomebodyElseMadeInTheMeantimeIsNotTakenForOurs() throws IOException {
        var taken = error("412 Precondition Failed", "PreconditionFailed", "It exists.");
        try (var server = RawServer.playing(NONE_LEFT, BEGUN, PART, ABSENT, taken, ABORTED);
                var store = retrying(server)) {
            assertThat(write(store, 1)).isFalse();

            assertThat(server.requests().getLast().line()).startsWith("DELETE").contains("uploadId=the-one");
        }
    }

    @Test
    void aPartThatIsRefusedForGoodEndsInAnAbortedUpload() throws IOException {
        var denied = error("403 Forbidden", "AccessDenied", "No.");
        try (var server = RawServer.playing(NONE_LEFT, BEGUN, PART, denied, ABORTED);
                var store = retrying(server)) {
            assertThatThrownBy(() -> write(store, 2))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("AccessDenied");

            assertThat(server.requests().getLast().line()).startsWith("DELETE").contains("uploadId=the-one");
        }
    }

    private static boolean write(ObjectStore store, int parts) {
        try (var upload = store.upload(KEY, Upload.LEAST_PART_BYTES)) {
            for (int number = 0; number < parts; number++) {
                upload.part(number, ByteBuffer.wrap(new byte[] {7, 7, 7}));
            }
            return upload.complete(parts);
        }
    }

    private static Turn head(String length) {
        return answer("200 OK", "Content-Length: " + length);
    }

    private static RetryingObjectStore retrying(RawServer server) {
        return new RetryingObjectStore(Scripted.store(server), RetryPolicy.standard(), () -> new Random(1), _ -> {});
    }
}
