package dev.lifeboat.agent.backup;

import dev.lifeboat.xen.ChangedBlocks;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Cuts runs of a disk into batches that fill a buffer. Runs are cut at multiples of the buffer's size, which is whole
/// cells, so that a cell that is read whole is written whole. Made as it goes: a disk may have millions of runs.
final class Batches implements Iterator<Batch> {
    private final Iterator<ChangedBlocks.Run> runs;
    private final int unitBytes;
    private long next;
    private long end;

    private Batches(Iterator<ChangedBlocks.Run> runs, int unitBytes) {
        this.runs = runs;
        this.unitBytes = unitBytes;
        nextRun();
    }

    static Batches of(Iterator<ChangedBlocks.Run> runs, int unitBytes) {
        return new Batches(runs, unitBytes);
    }

    @Override
    public boolean hasNext() {
        return next < end;
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The disk has no more runs");
        }
        var ranges = new ArrayList<Range>();
        long left = unitBytes;
        while (hasNext() && pieceBytes() <= left) {
            int length = pieceBytes();
            ranges.add(new Range(next, length));
            left -= length;
            next += length;
            if (next == end) {
                nextRun();
            }
        }
        return new Batch(ranges);
    }

    /// From where we are to the end of the run or of the unit.
    private int pieceBytes() {
        return (int) Math.min(end - next, unitBytes - next % unitBytes);
    }

    private void nextRun() {
        while (next == end && runs.hasNext()) {
            var run = runs.next();
            next = run.offset();
            end = run.end();
        }
    }
}
