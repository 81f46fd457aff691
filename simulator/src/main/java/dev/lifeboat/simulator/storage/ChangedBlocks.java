package dev.lifeboat.simulator.storage;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares two nodes of a chain of change logs.
final class ChangedBlocks {
    private ChangedBlocks() {}

    static byte[] between(Image from, Image to) {
        if (from == to) {
            throw same();
        }
        return between(
                from.log().orElseThrow(ChangedBlocks::unrelated), to.log().orElseThrow(ChangedBlocks::unrelated));
    }

    /// The union of all logs after `from` up to and including `to`, sized for `to`.
    static byte[] between(ChangeLog from, ChangeLog to) {
        if (from == to) {
            throw same();
        }
        var path = path(from, to);
        refuseBadSizes(from, path);
        if (path.stream().anyMatch(ChangeLog::lost)) {
            throw inconsistent("Log of a disk that was not closed");
        }
        var union = new BlockMap(to.sizeBytes());
        path.forEach(log -> union.add(log.changed()));
        return union.toBitmap();
    }

    /// Both disks have to be in the same chain, the older one first.
    static XapiError unrelated() {
        return calculation("Source and target VDI are unrelated");
    }

    private static List<ChangeLog> path(ChangeLog from, ChangeLog to) {
        var path = new ArrayList<ChangeLog>();
        var log = Optional.of(to);
        while (log.isPresent() && log.get() != from) {
            path.addFirst(log.get());
            log = log.get().older();
        }
        if (log.isEmpty()) {
            throw unrelated();
        }
        return path;
    }

    /// A driver cannot tell a growth apart that leaves the bitmap as long as it was, and no disk shrinks.
    private static void refuseBadSizes(ChangeLog from, List<ChangeLog> path) {
        var before = from;
        for (var log : path) {
            long oldBytes = bitmapBytes(before.sizeBytes());
            long newBytes = bitmapBytes(log.sizeBytes());
            boolean shrunk = log.sizeBytes() < before.sizeBytes();
            boolean grownWithoutBitmap = log.sizeBytes() > before.sizeBytes() && newBytes <= oldBytes;
            if (shrunk || grownWithoutBitmap) {
                throw inconsistent("Inconsistent bitmaps");
            }
            before = log;
        }
    }

    private static long bitmapBytes(long sizeBytes) {
        return Math.ceilDiv(BlockMap.blocksOf(sizeBytes), 8L);
    }

    private static XapiError same() {
        return calculation("Source and target VDI are same");
    }

    private static XapiError inconsistent(String detail) {
        return XapiError.backend(459, "Changed blocks metadata is inconsistent [opterr=" + detail + "]");
    }

    private static XapiError calculation(String detail) {
        return XapiError.backend(460, "Failed to calculate changed blocks for given VDIs. [opterr=" + detail + "]");
    }
}
