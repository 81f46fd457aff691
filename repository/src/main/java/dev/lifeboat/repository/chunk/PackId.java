package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The name of a pack: 128 random bits.
///
/// Random and not derived from the content, so that it is known before the pack is full: a disk image can
/// refer to a chunk the moment the chunk is appended, and nothing has to be kept until the pack is sealed.
public record PackId(long high, long low) implements Comparable<PackId> {

    /// Length in every binary format, in bytes.
    public static final int BYTES = 16;

    public static final String PREFIX = "packs/";

    public static PackId random(RandomGenerator random) {
        return new PackId(random.nextLong(), random.nextLong());
    }

    public static PackId parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("Not a pack id: " + hex);
        }
        return new PackId(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    public static PackId read(ByteBuffer source) {
        return new PackId(source.getLong(), source.getLong());
    }

    public void write(ByteBuffer target) {
        target.putLong(high).putLong(low);
    }

    /// Fanned out over 256 prefixes: file systems and some stores slow down on one huge directory.
    public ObjectKey key() {
        var name = toString();
        return new ObjectKey(PREFIX + name.substring(0, 2) + "/" + name);
    }

    @Override
    public int compareTo(PackId other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
