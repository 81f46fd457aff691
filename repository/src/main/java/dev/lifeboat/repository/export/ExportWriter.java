package dev.lifeboat.repository.export;

import dev.lifeboat.repository.errors.ExportRefusedException;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Writes one object as a stream, in memory that does not grow with it. It is there as a whole after [#finish], or not
/// at all; none is ever replaced.
///
/// An object that is there already and has exactly these bytes is as good as one that was written: a writer that died
/// before it could say that it was done has left it. Any other one is refused, at the first byte that differs.
public final class ExportWriter implements AutoCloseable {

    private final ExportKey key;
    private final Destination destination;
    private final MessageDigest digest = sha256();
    private final OutputStream stream = new Hashed();
    private long bytes;

    private ExportWriter(ExportKey key, Destination destination) {
        this.key = key;
        this.destination = destination;
    }

    /// @param mostBytes that will come; decides how large the parts are
    /// @throws ExportRefusedException so much fits into no object
    public static ExportWriter open(ObjectStore store, ExportKey key, long mostBytes) {
        return open(store, key, mostBytes, PartMemory.STANDARD);
    }

    static ExportWriter open(ObjectStore store, ExportKey key, long mostBytes, PartMemory memory) {
        int partBytes = PartSize.of(key, mostBytes);
        var there = store.size(key.object());
        return new ExportWriter(
                key,
                there.isPresent()
                        ? new Comparison(store, key, there.getAsLong())
                        : new PartedUpload(key, store.upload(key.object(), partBytes), memory, partBytes));
    }

    /// Takes the bytes; closing it does nothing. Throws [dev.lifeboat.repository.errors.RepositoryException]s and no
    /// others.
    public OutputStream stream() {
        return stream;
    }

    /// @throws ExportRefusedException somebody else made an object of this name
    public Exported finish() {
        destination.finish();
        return new Exported(key.object(), bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /// Leaves nothing of what was not finished.
    @Override
    public void close() {
        destination.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    private final class Hashed extends OutputStream {

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] content, int offset, int length) {
            destination.write(content, offset, length);
            digest.update(content, offset, length);
            bytes += length;
        }
    }
}
