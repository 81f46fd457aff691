package dev.lifeboat.repository.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;

/// zstd level 1 with buffers of its own, and a cheap look first whether it is worth it. For one thread at a
/// time.
final class Compressor implements AutoCloseable {

    private static final int LEVEL = 1;

    /// One sample from each stretch of this length: no stretch of a mixed chunk goes unseen.
    private static final int SAMPLE_EVERY = 64 << 10;

    private static final int SAMPLE_BYTES = 1 << 10;

    /// Below this, compressing is cheaper than looking.
    private static final int WORTH_SAMPLING = 2 * SAMPLE_EVERY;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private byte[] compressed;
    private byte[] samples = new byte[0];

    Compressor(int usualBytes) {
        zstd.setLevel(LEVEL).setChecksum(false).setContentSize(true);
        compressed = new byte[bound(usualBytes)];
    }

    EncodedChunk encode(ChunkId chunk, ChunkKind kind, byte[] array, int offset, int length) {
        if (length >= WORTH_SAMPLING && !samplesShrink(array, offset, length)) {
            return raw(chunk, kind, array, offset, length);
        }
        if (compressed.length < bound(length)) {
            compressed = new byte[bound(length)];
        }
        int size = zstd.compressByteArray(compressed, 0, compressed.length, array, offset, length);
        return shrunk(size, length)
                ? new EncodedChunk(
                        chunk, ByteBuffer.wrap(compressed, 0, size), length, Compression.ZSTD.flag() | kind.flag())
                : raw(chunk, kind, array, offset, length);
    }

    private static EncodedChunk raw(ChunkId chunk, ChunkKind kind, byte[] array, int offset, int length) {
        return new EncodedChunk(
                chunk, ByteBuffer.wrap(array, offset, length), length, Compression.NONE.flag() | kind.flag());
    }

    private boolean samplesShrink(byte[] array, int offset, int length) {
        int count = length / SAMPLE_EVERY;
        if (samples.length < count * SAMPLE_BYTES) {
            samples = new byte[count * SAMPLE_BYTES];
        }
        for (int i = 0; i < count; i++) {
            // From the middle: the head of a stretch is often a header unlike the rest.
            int from = offset + i * SAMPLE_EVERY + SAMPLE_EVERY / 2;
            System.arraycopy(array, from, samples, i * SAMPLE_BYTES, SAMPLE_BYTES);
        }
        int total = count * SAMPLE_BYTES;
        return shrunk(zstd.compressByteArray(compressed, 0, compressed.length, samples, 0, total), total);
    }

    /// Less than one part in 32 saved is not worth decompressing at every read.
    private static boolean shrunk(int size, int length) {
        return size < length - length / 32;
    }

    private static int bound(int length) {
        return Math.toIntExact(Zstd.compressBound(length));
    }

    @Override
    public void close() {
        zstd.close();
    }
}
