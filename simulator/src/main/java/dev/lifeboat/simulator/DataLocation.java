package dev.lifeboat.simulator;

import java.nio.file.Path;
import java.util.Optional;

/// Where disks are kept; without a directory in a temporary one. What is ephemeral goes when the pool ends.
public record DataLocation(Optional<Path> directory, boolean ephemeral) {
    static final DataLocation TEMPORARY = new DataLocation(Optional.empty(), true);
}
