package dev.lifeboat.simulator.nbd;

import dev.lifeboat.simulator.api.Pool;
import java.util.concurrent.atomic.AtomicLong;

/// What all NBD connections share: the pool, and counters of what was served.
public record NbdContext(Pool pool, AtomicLong servedBytes, AtomicLong servedRequests, AtomicLong exportsOpened) {
    public NbdContext(Pool pool) {
        this(pool, new AtomicLong(), new AtomicLong(), new AtomicLong());
    }
}
