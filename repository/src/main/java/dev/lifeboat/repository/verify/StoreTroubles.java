package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.verify.Finding.Problem;
import dev.lifeboat.repository.verify.FindingLog.Subject;
import java.util.concurrent.atomic.AtomicInteger;

/// What the store would not hand out. A few such objects are findings; many are a store that is away, of
/// which nothing can be said.
final class StoreTroubles {

    private static final int MOST = 20;

    private final FindingLog log;
    private final AtomicInteger count = new AtomicInteger();

    StoreTroubles(FindingLog log) {
        this.log = log;
    }

    /// @throws ObjectStoreException it is one too many
    Subject add(Subject subject, ObjectStoreException failure) {
        if (count.incrementAndGet() > MOST) {
            throw failure;
        }
        return log.add(subject, Problem.UNREADABLE, String.valueOf(failure.getMessage()));
    }
}
