package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.stream.ForwardInput;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where in a disk the archive is. A block's place follows from the numbers and lengths of all blocks before
/// it: a skipped number stands for as many zeros as the archive's first block is long, and a block without
/// bytes, which slow hosts send so that the connection is not taken for dead, uses a number up and nothing
/// else.
final class DiskProgress {

    private static final Pattern NAME = Pattern.compile("(.+)/([0-9]{8})");

    /// A host sends one in five seconds, and a transfer ends after a day.
    private static final int MOST_EMPTY_BLOCKS = 100_000;

    private final ForwardInput in;
    private final XvaDisk disk;
    private long last = -1;
    private long offset;
    private int emptyBlocks;

    DiskProgress(ForwardInput in, XvaDisk disk) {
        this.in = in;
        this.disk = disk;
    }

    XvaDisk disk() {
        return disk;
    }

    static Matcher name(String entry) {
        return NAME.matcher(entry);
    }

    /// Where a block belongs.
    ///
    /// @param firstBlockBytes the length of the archive's first block
    long place(long number, long lengthBytes, long firstBlockBytes) throws IOException {
        if (number <= last) {
            throw in.malformed("block " + number + " of " + disk.ref() + " comes after block " + last);
        }
        if (last < 0 && number > 0) {
            throw in.malformed("the first block of " + disk.ref() + " is missing");
        }
        if (offset >= disk.sizeBytes()) {
            throw in.malformed(
                    "block " + number + " of " + disk.ref() + " is beyond its " + disk.sizeBytes() + " bytes");
        }
        if (lengthBytes == 0 && ++emptyBlocks > MOST_EMPTY_BLOCKS) {
            throw in.malformed(disk.ref() + " has more than " + MOST_EMPTY_BLOCKS + " empty blocks");
        }
        long start = offset + (number - last - 1) * firstBlockBytes;
        if (start > disk.sizeBytes() || (start == disk.sizeBytes() && lengthBytes > 0)) {
            throw in.malformed("block " + number + " of " + disk.ref() + " begins at " + start + ", beyond its "
                    + disk.sizeBytes() + " bytes");
        }
        last = number;
        offset = start + lengthBytes;
        return start;
    }

    /// Hosts send the last block of every disk, even of zeros.
    void expectComplete() throws IOException {
        if (offset < disk.sizeBytes()) {
            throw in.malformed(disk.ref() + " ends after " + offset + " of its " + disk.sizeBytes() + " bytes");
        }
    }
}
