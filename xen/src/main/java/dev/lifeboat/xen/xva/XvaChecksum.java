package dev.lifeboat.xen.xva;

import java.util.Arrays;
import java.util.Optional;

/// The checksum that follows each block.
public enum XvaChecksum {
    /// SHA-1: written up to 8.0, read by every host.
    SHA1(".checksum", 40),
    /// XXH64: written from 8.1 on, unknown to hosts before.
    XXHASH(".xxhash", 16);

    private final String suffix;
    private final int hexDigits;

    XvaChecksum(String suffix, int hexDigits) {
        this.suffix = suffix;
        this.hexDigits = hexDigits;
    }

    /// Of the names of its entries.
    String suffix() {
        return suffix;
    }

    int hexDigits() {
        return hexDigits;
    }

    BlockDigest digest() {
        return switch (this) {
            case SHA1 -> new BlockDigest.Sha1();
            case XXHASH -> new Xxh64();
        };
    }

    static Optional<XvaChecksum> ofEntry(String name) {
        return Arrays.stream(values())
                .filter(kind -> name.endsWith(kind.suffix))
                .findFirst();
    }
}
