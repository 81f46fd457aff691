package dev.lifeboat.xen;

import java.time.Instant;
import java.util.UUID;

/// A task of ours in the pool: something long that it does for us, or a transfer.
///
/// @param label what it does, as the pool's own lists show it
/// @param progress from 0 to 1, as far as the pool tells; transfers jump over what is empty
/// @param originator of the session that it runs for, as given when connecting
public record PoolTask(UUID uuid, String label, Status status, double progress, Instant createdAt, String originator) {

    /// How far it is. Section 9.1 of the facts on XAPI.
    public enum Status {
        PENDING,
        SUCCESS,
        FAILURE,
        CANCELLING,
        CANCELLED
    }

    /// Whether something may still be going on under it.
    public boolean running() {
        return status == Status.PENDING || status == Status.CANCELLING;
    }
}
