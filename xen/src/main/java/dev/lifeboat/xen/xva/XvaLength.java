package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.stream.Extent;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// How long an archive without compression will be, for announcing it to a host.
public final class XvaLength {

    private XvaLength() {}

    /// Counts without reading a byte of a disk.
    ///
    /// @param extents what will be written, by the disk's ref; ascending
    public static long of(OvaXml ova, Map<String, ? extends Iterable<Extent>> extents, XvaChecksum checksum)
            throws IOException {
        long checksumBytes = TarOutput.lengthBytes(checksum.hexDigits());
        boolean all = XvaWriter.needsAllBlocks(ova);
        long total = TarOutput.lengthBytes(ova.bytes().length) + 2 * TarHeader.BLOCK_BYTES;
        for (var disk : ova.disks()) {
            long last = (disk.sizeBytes() - 1) / XvaFormat.BLOCK_BYTES;
            Iterable<Extent> written = extents.containsKey(disk.ref()) ? extents.get(disk.ref()) : List.of();
            long blocks = all ? last + 1 : blocks(written, last);
            long lastBytes = disk.sizeBytes() - last * XvaFormat.BLOCK_BYTES;
            total += (blocks - 1) * (TarOutput.lengthBytes(XvaFormat.BLOCK_BYTES) + checksumBytes)
                    + TarOutput.lengthBytes(lastBytes)
                    + checksumBytes;
        }
        return total;
    }

    /// With the first and the last, which are always there.
    private static long blocks(Iterable<Extent> extents, long last) {
        long count = 1;
        long counted = 0;
        for (var extent : extents) {
            if (extent.lengthBytes() > 0) {
                long from = Math.max(extent.offset() / XvaFormat.BLOCK_BYTES, counted + 1);
                long to = (extent.end() - 1) / XvaFormat.BLOCK_BYTES;
                count += Math.max(0, to - from + 1);
                counted = Math.max(counted, to);
            }
        }
        return counted < last ? count + 1 : count;
    }
}
