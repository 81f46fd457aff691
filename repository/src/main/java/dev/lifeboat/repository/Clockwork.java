package dev.lifeboat.repository;

import dev.lifeboat.repository.session.Ticker;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// What goes on by itself in a session: time, what is done from time to time, and what is done beside the
/// writing.
///
/// @param worker one for each session, which closes it; one thread
record Clockwork(Clock clock, Ticker ticker, Supplier<ExecutorService> worker) {

    static Clockwork by(Clock clock) {
        return new Clockwork(
                clock,
                Ticker.standard(),
                () -> Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("checkpoint-", 0).factory()));
    }
}
