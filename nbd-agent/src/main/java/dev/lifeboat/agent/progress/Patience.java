package dev.lifeboat.agent.progress;

import java.time.Duration;

/// How long nothing may move before whoever waits counts as stuck. Each is longer than what the waiting call itself
/// takes before it gives up and says why: this is for what hangs although it must not.
public enum Patience {
    /// A client of NBD gives up after five tries of a minute each.
    BLOCKS(Duration.ofMinutes(10)),
    /// A busy host takes up to half an hour before an export's first byte.
    FIRST_BYTE(Duration.ofMinutes(35)),
    /// A host may stop for minutes in the middle of a stream, and is given up after twenty.
    STREAM(Duration.ofMinutes(25)),
    /// Storing packs and a manifest: each request is repeated for five minutes.
    COMMIT(Duration.ofMinutes(30)),
    /// A pool that compares two snapshots, or writes down what an import sent it, may take an hour.
    POOL_TASK(Duration.ofMinutes(70));

    private final Duration most;

    Patience(Duration most) {
        this.most = most;
    }

    public Duration most() {
        return most;
    }
}
