package dev.lifeboat.repository.point;

import dev.lifeboat.repository.errors.DamagedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Something small that a recovery point carries in its manifest: sealed with it, and gone with it. Not interpreted
/// here.
///
/// @param sizeBytes of the content, before it was compressed
/// @param gzip      the content, gzip in base64
public record Attachment(String name, String mediaType, long sizeBytes, String gzip) {

    /// Manifests are read one by one and whole, by each prune and each listing.
    public static final int MOST_BYTES = 4 << 20;

    public Attachment {
        if (sizeBytes < 0 || sizeBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "Attachment " + name + " has " + sizeBytes + " bytes; a manifest takes 0 to " + MOST_BYTES);
        }
    }

    /// @throws IllegalArgumentException for more than [#MOST_BYTES]
    public static Attachment of(String name, String mediaType, byte[] content) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Attachment(
                name, mediaType, content.length, Base64.getEncoder().encodeToString(compressed.toByteArray()));
    }

    /// @throws DamagedException it is not what `sizeBytes` says
    public byte[] content() {
        try (var gunzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(gzip)))) {
            var content = gunzip.readNBytes((int) sizeBytes + 1);
            if (content.length != sizeBytes) {
                throw new DamagedException(
                        "attachment " + name, sizeBytes + " bytes", content.length + " bytes or more");
            }
            return content;
        } catch (IOException | IllegalArgumentException e) {
            throw new DamagedException("attachment " + name, "gzip in base64", String.valueOf(e.getMessage()), e);
        }
    }
}
