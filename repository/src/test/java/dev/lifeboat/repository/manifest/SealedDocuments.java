package dev.lifeboat.repository.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;

/// Documents as a release to come might write them.
public final class SealedDocuments {

    private SealedDocuments() {}

    public static ByteBuffer seal(ObjectKey key, String json) {
        return SealedDocument.seal(key, json.getBytes(UTF_8));
    }
}
