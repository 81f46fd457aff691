package dev.lifeboat.simulator.inventory;

import java.util.Optional;

/// A disk of a VM: its position, its size, and the repository it lies in where that is not the pool's default.
public record DiskSpec(String userdevice, long sizeBytes, Optional<String> repository) {
    public DiskSpec {
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("disk " + userdevice + " has no size");
        }
    }
}
