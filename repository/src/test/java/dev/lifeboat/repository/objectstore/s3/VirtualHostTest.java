package dev.lifeboat.repository.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.http.RawServer;
import dev.lifeboat.repository.objectstore.s3.S3Config.Addressing;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where the bucket's name goes.
class VirtualHostTest {

    @Test
    void aVirtualHostHasTheBucketInItsNameAndNotInThePath() throws IOException {
        try (var server = RawServer.playing(RawServer.answer("200 OK"));
                var store = new S3ObjectStore(config(server, Addressing.VIRTUAL_HOST))) {
            store.get(new ObjectKey("points/a"));
            store.deleteAll(List.of(new ObjectKey("a")));

            assertThat(server.requests().get(0).line()).startsWith("GET /repo/points/a ");
            assertThat(server.requests())
                    .allSatisfy(request ->
                            assertThat(request.header("Host")).isEqualTo("backups.s3.test:" + server.port()));
        }
    }

    @Test
    void aPathHasIt() throws IOException {
        try (var server = RawServer.playing(RawServer.answer("200 OK"));
                var store = new S3ObjectStore(config(server, Addressing.PATH_STYLE))) {
            store.get(new ObjectKey("points/a"));

            assertThat(server.requests().getFirst().line()).startsWith("GET /backups/repo/points/a ");
            assertThat(server.requests().getFirst().header("Host")).isEqualTo("eu.s3.test:" + server.port());
        }
    }

    private static S3Config config(RawServer server, Addressing addressing) {
        var host = addressing == Addressing.VIRTUAL_HOST ? "s3.test" : "eu.s3.test";
        return new S3Config(
                Optional.of(URI.create("http://" + host + ":" + server.port())),
                "us-east-1",
                "backups",
                "repo",
                addressing,
                Scripted.KEYS,
                Optional.empty());
    }
}
