package dev.lifeboat.simulator.api;

import java.time.Duration;

/// How long the server takes for what takes time in reality. `operation` is how long snapshots, starts, stops and the
/// like last, during which they show as current; `hostBoot` is how long a host is away when it reboots; `purposeDelay`
/// passes until a new purpose of a network lets NBD clients in.
public record Timing(
        Duration loginFailureDelay,
        Duration nbdDetachDelay,
        Duration coalesceDelay,
        Duration dataDestroyGrace,
        Duration operation,
        Duration hostBoot,
        Duration purposeDelay) {
    /// As the real server, but with garbage collection and reboots soon enough to watch them.
    public static final Timing REAL = new Timing(
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(4),
            Duration.ofMillis(200),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10));

    /// As short as a test needs it; operations take no time at all.
    public static final Timing QUICK = new Timing(
            Duration.ofMillis(1),
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(500),
            Duration.ZERO,
            Duration.ofMillis(300),
            Duration.ZERO);

    public Timing operation(Duration value) {
        return new Timing(
                loginFailureDelay, nbdDetachDelay, coalesceDelay, dataDestroyGrace, value, hostBoot, purposeDelay);
    }

    public Timing hostBoot(Duration value) {
        return new Timing(
                loginFailureDelay, nbdDetachDelay, coalesceDelay, dataDestroyGrace, operation, value, purposeDelay);
    }
}
