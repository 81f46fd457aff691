package dev.lifeboat.xen.vhd;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// What a differencing disk differs from. In what XAPI exports both are the storage's own affair: an id of a
/// file and its path, of which nothing may be concluded.
///
/// @param name a file name, at most 256 characters
public record VhdParent(UUID uuid, String name) {

    private static final int LONGEST_BYTES = 512;

    public VhdParent {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_16BE).length > LONGEST_BYTES) {
            throw new IllegalArgumentException(
                    "A parent's name has between 1 and 256 characters, but this one has " + name.length());
        }
    }
}
