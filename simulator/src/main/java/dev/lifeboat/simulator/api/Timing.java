package dev.lifeboat.simulator.api;

import java.time.Duration;

/// How long the server takes for what takes time in reality.
public record Timing(
        Duration loginFailureDelay, Duration nbdDetachDelay, Duration coalesceDelay, Duration dataDestroyGrace) {
    /// As the real server, but with garbage collection soon enough to watch it.
    public static final Timing REAL =
            new Timing(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(4));
}
