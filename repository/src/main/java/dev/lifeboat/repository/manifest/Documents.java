package dev.lifeboat.repository.manifest;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes and reads the JSON documents of one repository, sealed as it seals. Safe for any number of threads.
public final class Documents {

    private final Seals seals;

    public Documents(Seals seals) {
        this.seals = seals;
    }

    public ByteBuffer write(ObjectKey key, Object document) {
        return seal(key, Json.write(key, document));
    }

    /// Reads a document after a look at its seal, its format and its version.
    ///
    /// @param format what the document has to say of itself, and the highest version that this release reads
    public <T> T read(ObjectKey key, byte[] content, DocumentFormat format, Class<T> type) {
        return Json.read(key, open(key, content), format, type);
    }

    private ByteBuffer seal(ObjectKey key, byte[] json) {
        try {
            return seals.encrypted() ? EncryptedDocument.seal(seals, key, json) : SealedDocument.seal(key, json);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot seal " + key + ": not JSON", e);
        }
    }

    private byte[] open(ObjectKey key, byte[] content) {
        try {
            return seals.encrypted() ? EncryptedDocument.open(seals, key, content) : SealedDocument.open(key, content);
        } catch (IOException | IllegalArgumentException e) {
            throw new DamagedException(key.value(), "a sealed document", String.valueOf(e.getMessage()), e);
        }
    }
}
