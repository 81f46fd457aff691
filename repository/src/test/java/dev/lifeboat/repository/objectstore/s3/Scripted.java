package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.http.RawServer;
import dev.lifeboat.repository.objectstore.http.RawServer.Turn;
import dev.lifeboat.repository.objectstore.s3.S3Config.Addressing;
import dev.lifeboat.repository.objectstore.s3.S3Credentials.Keys;
import java.net.URI;
import java.util.Optional;

/// S3 as one server or another answers it.
final class Scripted {

    static final Keys KEYS = new Keys("AKIATEST", "not-to-be-seen", Optional.empty());

    private Scripted() {}

    static S3ObjectStore store(RawServer server) {
        return new S3ObjectStore(config(server, KEYS));
    }

    static S3Config config(RawServer server, S3Credentials credentials) {
        return new S3Config(
                Optional.of(URI.create("http://127.0.0.1:" + server.port())),
                "us-east-1",
                "bucket",
                "",
                Addressing.PATH_STYLE,
                credentials,
                Optional.empty());
    }

    static Turn error(String status, String code, String message, String... headers) {
        var parts = new String[headers.length + 2];
        System.arraycopy(headers, 0, parts, 0, headers.length);
        parts[headers.length] = "";
        parts[headers.length + 1] =
                "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
        return RawServer.answer(status, parts);
    }
}
