package dev.lifeboat.repository.session;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Counts what was given to the writers of a session and no stored checkpoint holds, and makes them wait when
/// it gets too much.
final class WorkAtRisk {

    /// Who waits looks again after this time, in case that nobody tells: a checkpoint that failed, or one that
    /// began before all of the work was there.
    private static final long LOOK_AGAIN_NANOS = 200_000_000;

    private final CheckpointPolicy policy;
    private final Clock clock;
    private long bytes;
    private long sinceCut;
    private Instant since;
    private boolean dirty;
    private boolean dirtySinceCut;
    private Optional<RuntimeException> failure = Optional.empty();

    /// Why the last checkpoint was not stored.
    private Optional<RuntimeException> unsaved = Optional.empty();

    WorkAtRisk(CheckpointPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
        this.since = clock.instant();
    }

    /// Adds to what is at risk, and waits before that while it is too much.
    ///
    /// @param checkpoint asks for one
    void admit(long more, Runnable checkpoint) {
        while (!tryAdmit(more)) {
            checkpoint.run();
            await(more);
        }
        if (isDue(policy.atRiskBytes())) {
            checkpoint.run();
        }
    }

    private synchronized boolean tryAdmit(long more) {
        throwFailure();
        if (!fits(more)) {
            unsaved.ifPresent(e -> {
                throw e;
            });
            return false;
        }
        touch();
        bytes += more;
        sinceCut += more;
        return true;
    }

    /// A run that is larger than all that is allowed is let through alone.
    private boolean fits(long more) {
        boolean young = clock.instant().isBefore(since.plus(policy.patience()));
        return bytes == 0
                || bytes + more <= policy.atRiskBytes()
                || (young && bytes + more <= policy.mostAtRiskBytes());
    }

    private synchronized void await(long more) {
        try {
            long end = System.nanoTime() + LOOK_AGAIN_NANOS;
            for (long left = LOOK_AGAIN_NANOS; left > 0 && mustWait(more); left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a checkpoint to be stored", e);
        }
    }

    private boolean mustWait(long more) {
        return !fits(more) && failure.isEmpty() && unsaved.isEmpty();
    }

    /// Something is to be told by the next checkpoint.
    synchronized void touch() {
        dirtySinceCut = true;
        if (!dirty) {
            dirty = true;
            since = clock.instant();
        }
    }

    /// Whether that much was given since the last checkpoint was begun.
    synchronized boolean isDue(long most) {
        return sinceCut >= most;
    }

    synchronized boolean isOld() {
        return dirty && !clock.instant().isBefore(since.plus(policy.every()));
    }

    /// A checkpoint begins.
    synchronized void cut() {
        sinceCut = 0;
        dirtySinceCut = false;
    }

    /// A checkpoint is stored that began then.
    ///
    /// @param keptSince since when there is something that it did not hold
    synchronized void safe(long workBytes, Instant keptSince) {
        unsaved = Optional.empty();
        bytes -= workBytes;
        dirty = bytes > 0 || dirtySinceCut;
        since = keptSince;
        notifyAll();
    }

    /// A checkpoint could not be stored: whoever would have to wait for one fails, the others go on.
    synchronized void unsaved(RuntimeException e) {
        unsaved = Optional.of(e);
        notifyAll();
    }

    /// From now on nobody is admitted.
    synchronized void fail(RuntimeException e) {
        if (failure.isEmpty()) {
            failure = Optional.of(e);
        }
        notifyAll();
    }

    private void throwFailure() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
