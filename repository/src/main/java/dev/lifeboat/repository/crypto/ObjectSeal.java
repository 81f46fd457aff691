package dev.lifeboat.repository.crypto;

import java.nio.ByteBuffer;

/// The seal of one object: bound to its key and to all bytes it covers. Safe for any number of threads.
///
/// All buffers lie over accessible arrays. Where content does not match, a `DamagedException` names the
/// object.
public sealed interface ObjectSeal permits PlainSeal, GcmSeal {

    /// Length of a seal in every binary format.
    int BYTES = 32;

    /// No chunk grows by more.
    int MOST_GROWTH_BYTES = GcmCiphers.TAG_BYTES;

    /// The number of the data key, for the object to name; 0: not encrypted.
    int dataKey();

    /// By how many bytes a chunk grows.
    int growthBytes();

    /// Copies a chunk to its place in the object, encrypted if the object is.
    ///
    /// @param offset where in the object it will lie: no two chunks of an object have the same
    /// @param plain is not changed
    /// @param target takes `plain` and [#growthBytes]
    void sealChunk(long offset, ByteBuffer plain, ByteBuffer target);

    /// Copies a chunk out of the object.
    ///
    /// @param target takes `stored` less [#growthBytes]
    void openChunk(long offset, ByteBuffer stored, ByteBuffer target);

    /// Seals the rest of an object: what stays readable before and after the body, and the body, which is
    /// encrypted where it is if the object is.
    ///
    /// @return [#BYTES] for the object to hold
    byte[] seal(ByteBuffer head, ByteBuffer body, ByteBuffer tail);

    /// Checks what [#seal] sealed, and decrypts the body where it is.
    void open(ByteBuffer head, ByteBuffer body, ByteBuffer tail);
}
