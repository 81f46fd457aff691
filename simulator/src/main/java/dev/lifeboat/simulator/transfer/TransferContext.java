package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Pool;
import java.util.concurrent.atomic.AtomicLong;

/// What the handlers share: the pool, the port that redirects name, and how many bytes went out and came in.
public record TransferContext(Pool pool, int httpsPort, AtomicLong exportedBytes, AtomicLong importedBytes) {
    public TransferContext(Pool pool, int httpsPort) {
        this(pool, httpsPort, new AtomicLong(), new AtomicLong());
    }
}
