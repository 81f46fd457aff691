package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.stream.HeapBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Writes an XVA front to back, as hosts since 8.3 do: blocks of 1 MiB that are numbered by their place, the
/// first and the last of each disk always there, those without any bytes left out between. Bytes go straight
/// through. One thread at a time.
///
/// Disks come in the order of [OvaXml#disks()], and offsets in a disk ascend.
public final class XvaWriter {

    private final OutputStream out;
    private final XvaChecksum checksum;
    private final Deque<XvaDisk> disks;
    private final boolean withoutGaps;
    private @Nullable DiskBlocks current;

    private XvaWriter(OutputStream out, OvaXml ova, XvaChecksum checksum) throws IOException {
        this.out = out;
        this.checksum = checksum;
        this.disks = new ArrayDeque<>(ova.disks());
        for (var disk : disks) {
            if (disk.sizeBytes() == 0 || disk.sizeBytes() > XvaFormat.MOST_BLOCKS * XvaFormat.BLOCK_BYTES) {
                throw new IllegalArgumentException(
                        "An XVA cannot hold disk " + disk.ref() + " of " + disk.sizeBytes() + " bytes");
            }
        }
        this.withoutGaps = needsAllBlocks(ova);
    }

    /// The length of the archive's first block is what readers take a skipped block to be.
    static boolean needsAllBlocks(OvaXml ova) throws IOException {
        var disks = ova.disks();
        return !disks.isEmpty() && disks.getFirst().sizeBytes() < XvaFormat.BLOCK_BYTES;
    }

    /// Writes the first entry.
    ///
    /// @param out compressed or not: [dev.lifeboat.xen.stream.Compression#compress]
    /// @throws IllegalArgumentException a disk is too small or too large for the format
    public static XvaWriter open(OutputStream out, OvaXml ova, XvaChecksum checksum) throws IOException {
        var writer = new XvaWriter(out, ova, checksum);
        byte[] document = ova.bytes();
        TarOutput.entry(out, OvaXml.NAME, document);
        return writer;
    }

    /// Goes on to the next disk, completing the one before; what it was not given is zero.
    ///
    /// @throws IllegalStateException there is none
    public XvaDisk nextDisk() throws IOException {
        completeDisk();
        if (disks.isEmpty()) {
            throw new IllegalStateException("The archive has no more disks");
        }
        var disk = disks.pop();
        current = new DiskBlocks(out, checksum, disk, withoutGaps);
        return disk;
    }

    /// Writes all bytes that remain in the buffer to the disk.
    ///
    /// @throws IllegalArgumentException they are behind what was written, or beyond the disk
    public void write(long offset, ByteBuffer data) throws IOException {
        var blocks = current;
        if (blocks == null) {
            throw new IllegalStateException("No disk was begun");
        }
        blocks.begin(offset, data.remaining());
        HeapBytes.each(data, blocks::append);
    }

    /// Completes the last disk and ends the archive. The stream stays open.
    ///
    /// @throws IllegalStateException disks are missing
    public void finish() throws IOException {
        completeDisk();
        if (!disks.isEmpty()) {
            throw new IllegalStateException("Disk " + disks.getFirst().ref() + " was not written");
        }
        out.write(new byte[2 * TarHeader.BLOCK_BYTES]);
        out.flush();
    }

    private void completeDisk() throws IOException {
        if (current != null) {
            current.complete();
            current = null;
        }
    }

    /// The checksum entry that follows a block.
    static void checksum(OutputStream out, XvaChecksum kind, String block, String hex) throws IOException {
        TarOutput.entry(out, block + kind.suffix(), hex.getBytes(StandardCharsets.US_ASCII));
    }
}
