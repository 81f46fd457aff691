package dev.lifeboat.repository.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// SHA-256 of a chunk's plain content. Four longs rather than an array: millions of these are held and
/// compared.
public record ChunkId(long first, long second, long third, long fourth) implements Comparable<ChunkId> {

    /// Length in every binary format, in bytes.
    public static final int BYTES = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    public static ChunkId of(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("A chunk id has " + BYTES + " bytes, not " + hash.length);
        }
        return new ChunkId((long) LONGS.get(hash, 0), (long) LONGS.get(hash, 8), (long) LONGS.get(hash, 16), (long)
                LONGS.get(hash, 24));
    }

    public static ChunkId parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    public static ChunkId read(ByteBuffer source) {
        return new ChunkId(source.getLong(), source.getLong(), source.getLong(), source.getLong());
    }

    public void write(ByteBuffer target) {
        target.putLong(first).putLong(second).putLong(third).putLong(fourth);
    }

    /// In the order of the bytes, as sorted segments have it.
    @Override
    public int compareTo(ChunkId other) {
        int order = Long.compareUnsigned(first, other.first);
        order = order != 0 ? order : Long.compareUnsigned(second, other.second);
        order = order != 0 ? order : Long.compareUnsigned(third, other.third);
        return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
    }

    /// A hash is evenly spread already.
    @Override
    public int hashCode() {
        return (int) first;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkId that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    @Override
    public String toString() {
        var hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }
}
