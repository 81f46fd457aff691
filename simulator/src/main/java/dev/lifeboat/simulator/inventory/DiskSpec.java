package dev.lifeboat.simulator.inventory;

/// A disk of a VM: its position, its size, and whether to fill it.
public record DiskSpec(String userdevice, long sizeBytes) {
    public DiskSpec {
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("disk " + userdevice + " has no size");
        }
    }
}
