package dev.lifeboat.agent.backup;

import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.ChangedBlocks;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Runs of a disk less what an earlier agent has done of them; both ascend. Made as it goes: there may be millions.
final class LeftToRead implements Iterator<ChangedBlocks.Run> {
    private final Iterator<ChangedBlocks.Run> runs;
    private final Iterator<Extent> doneRanges;
    private Optional<Extent> done;
    private long from;
    private long end;
    private Optional<ChangedBlocks.Run> next;

    LeftToRead(Iterator<ChangedBlocks.Run> runs, Iterator<Extent> doneRanges) {
        this.runs = runs;
        this.doneRanges = doneRanges;
        this.done = nextDone();
        this.next = find();
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public ChangedBlocks.Run next() {
        var result = next.orElseThrow(() -> new NoSuchElementException("Nothing more is left to read"));
        next = find();
        return result;
    }

    private Optional<ChangedBlocks.Run> find() {
        while (from < end || takeRun()) {
            while (done.isPresent() && done.get().end() <= from) {
                done = nextDone();
            }
            long start = from;
            long stop = done.isPresent() ? Math.min(end, done.get().offset()) : end;
            // Up to where something is done, and on behind it.
            from = stop < end ? done.map(Extent::end).orElse(end) : end;
            if (start < stop) {
                return Optional.of(new ChangedBlocks.Run(start, stop - start));
            }
        }
        return Optional.empty();
    }

    private boolean takeRun() {
        if (!runs.hasNext()) {
            return false;
        }
        var run = runs.next();
        from = run.offset();
        end = run.end();
        return true;
    }

    private Optional<Extent> nextDone() {
        return doneRanges.hasNext() ? Optional.of(doneRanges.next()) : Optional.empty();
    }
}
