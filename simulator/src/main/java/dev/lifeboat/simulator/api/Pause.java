package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;
import java.time.Duration;

/// Waiting as a server does that is slow.
public final class Pause {
    private Pause() {}

    public static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw XapiError.of("INTERNAL_ERROR", "interrupted while waiting");
        }
    }
}
