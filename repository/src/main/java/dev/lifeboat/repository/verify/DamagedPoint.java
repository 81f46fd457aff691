package dev.lifeboat.repository.verify;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A recovery point that cannot be restored whole. Everything else of it can.
///
/// @param disks those that lost something; the others are whole
public record DamagedPoint(
        String manifestKey, UUID vmUuid, String vmName, String pointId, Instant pointInTime, List<Disk> disks) {

    public DamagedPoint {
        disks = List.copyOf(disks);
    }

    /// @param lostBytes of the disk, all ranges together
    /// @param ranges what cannot be read, ascending, neighbours joined; the first thousand
    public record Disk(String device, UUID vdiUuid, String name, long sizeBytes, long lostBytes, List<Range> ranges) {

        public Disk {
            ranges = List.copyOf(ranges);
        }
    }

    /// A run of a disk, in bytes.
    public record Range(long offset, long lengthBytes) {

        public long end() {
            return offset + lengthBytes;
        }
    }
}
