package dev.lifeboat.simulator.nbd;

import dev.lifeboat.simulator.api.Pool;
import java.util.concurrent.atomic.AtomicLong;

/// What all NBD connections share: the pool, and counters of what was served.
///
/// @param servedHere bytes that the address at hand served
public record NbdContext(
        Pool pool, AtomicLong servedBytes, AtomicLong servedRequests, AtomicLong exportsOpened, AtomicLong servedHere) {
    public NbdContext(Pool pool) {
        this(pool, new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong());
    }

    /// For one address; it shares all else.
    public NbdContext countingAt(AtomicLong address) {
        return new NbdContext(pool, servedBytes, servedRequests, exportsOpened, address);
    }

    void served(int bytes) {
        servedBytes.addAndGet(bytes);
        servedHere.addAndGet(bytes);
    }
}
