package dev.lifeboat.repository.verify;

import java.util.concurrent.atomic.LongAdder;

/// Counts what a verification does, from any thread, and says so.
final class Counters {

    final LongAdder points = new LongAdder();
    final LongAdder allPoints = new LongAdder();
    final LongAdder pages = new LongAdder();
    final LongAdder chunks = new LongAdder();
    final LongAdder readPacks = new LongAdder();
    final LongAdder packsToRead = new LongAdder();
    final LongAdder readBytes = new LongAdder();
    final LongAdder bytesToRead = new LongAdder();

    private final FindingLog log;
    private final VerifyProgress progress;
    private volatile VerifyFigures.Phase phase = VerifyFigures.Phase.STRUCTURE;

    Counters(FindingLog log, VerifyProgress progress) {
        this.log = log;
        this.progress = progress;
    }

    void enter(VerifyFigures.Phase next) {
        phase = next;
        tell();
    }

    void tell() {
        progress.update(now());
    }

    boolean cancelled() {
        return progress.cancelled();
    }

    VerifyFigures now() {
        return new VerifyFigures(
                phase,
                points.sum(),
                allPoints.sum(),
                pages.sum(),
                chunks.sum(),
                readPacks.sum(),
                packsToRead.sum(),
                readBytes.sum(),
                bytesToRead.sum(),
                log.count());
    }
}
