package dev.lifeboat.simulator.xva;

import java.io.IOException;
import java.io.OutputStream;

/// Writes the blocks of disks, 1 MiB each, and a checksum behind each block. The first and the last block of a disk are
/// always there.
public final class DiskOutput {
    public static final int BLOCK_BYTES = 1 << 20;

    /// The real server counts five seconds in which nothing was sent; here blocks stand for time.
    private static final int SKIPPED_BETWEEN_SIGNS_OF_LIFE = 64;

    private final TarOutput tar;
    private final BlockChecksum checksum;
    private final Sparseness sparseness;

    public DiskOutput(OutputStream out, BlockChecksum checksum, Sparseness sparseness) {
        this.tar = new TarOutput(out);
        this.checksum = checksum;
        this.sparseness = sparseness;
    }

    public void metadata(byte[] ovaXml) throws IOException {
        tar.file("ova.xml", ovaXml, ovaXml.length);
    }

    public void disk(String directory, DiskSource disk) throws IOException {
        var block = new byte[BLOCK_BYTES];
        int number = 0;
        int skipped = 0;
        for (long offset = 0; offset < disk.sizeBytes(); offset += BLOCK_BYTES) {
            int length = (int) Math.min(BLOCK_BYTES, disk.sizeBytes() - offset);
            boolean border = offset == 0 || offset + length == disk.sizeBytes();
            if (border || wanted(disk, offset, block, length)) {
                disk.read(offset, block, length);
                write(directory, number++, block, length);
                skipped = 0;
            } else if (sparseness == Sparseness.ZEROS && ++skipped == SKIPPED_BETWEEN_SIGNS_OF_LIFE) {
                // Takes a number of its own and no room on the disk: the block that was skipped keeps its number too.
                write(directory, number++, block, 0);
                number++;
                skipped = 0;
            } else {
                number++;
            }
        }
    }

    public void end() throws IOException {
        tar.end();
    }

    private boolean wanted(DiskSource disk, long offset, byte[] block, int length) throws IOException {
        if (sparseness == Sparseness.UNALLOCATED) {
            return disk.allocated(offset, length);
        }
        disk.read(offset, block, length);
        for (int i = 0; i < length; i++) {
            if (block[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private void write(String directory, int number, byte[] block, int length) throws IOException {
        var name = "%s/%08d".formatted(directory, number);
        tar.file(name, block, length);
        var sum = checksum.bytes(block, length);
        tar.file(name + checksum.suffix(), sum, sum.length);
    }
}
