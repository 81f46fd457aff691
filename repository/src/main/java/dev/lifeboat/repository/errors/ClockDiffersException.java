package dev.lifeboat.repository.errors;

import java.time.Instant;

/// The clocks of this machine and of the store are too far apart for leases to mean anything.
public final class ClockDiffersException extends RepositoryException {

    public ClockDiffersException(String store, Instant here, Instant there) {
        super(
                "Nothing was deleted: it is " + here + " here and " + there + " in " + store
                        + ". Set this machine's clock, or the store's, and run again.",
                null);
    }
}
