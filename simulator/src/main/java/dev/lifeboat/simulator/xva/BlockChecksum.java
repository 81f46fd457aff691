package dev.lifeboat.simulator.xva;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/// The checksum that follows each block of a disk.
public enum BlockChecksum {
    /// Until 8.0: SHA-1.
    SHA1(".checksum") {
        @Override
        String text(byte[] block, int length) {
            try {
                var digest = MessageDigest.getInstance("SHA-1");
                digest.update(block, 0, length);
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the Java runtime has no SHA-1", e);
            }
        }
    },

    /// Since 8.1: XXH64 with seed 0.
    XXHASH(".xxhash") {
        @Override
        String text(byte[] block, int length) {
            return "%016X".formatted(XXH64.hash(block, 0, length, 0));
        }
    };

    private static final XXHash64 XXH64 = XXHashFactory.safeInstance().hash64();

    private final String suffix;

    BlockChecksum(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    abstract String text(byte[] block, int length);

    byte[] bytes(byte[] block, int length) {
        return text(block, length).getBytes(StandardCharsets.US_ASCII);
    }

    /// Which kind a file of this name holds.
    static Optional<BlockChecksum> of(String name) {
        return Arrays.stream(values())
                .filter(kind -> name.endsWith(kind.suffix))
                .findFirst();
    }
}
