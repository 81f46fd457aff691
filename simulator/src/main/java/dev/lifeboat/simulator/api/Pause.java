package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;
import java.time.Duration;

/// Waiting as a server does that is slow.
public final class Pause {
    private static final Duration STEP = Duration.ofMillis(50);

    private Pause() {}

    public static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw XapiError.of("INTERNAL_ERROR", "interrupted while waiting");
        }
    }

    /// Ends with `TASK_CANCELLED` when the call runs as a task that somebody cancels meanwhile.
    static void of(Call call, Duration time) {
        if (call.task().isEmpty()) {
            of(time);
            return;
        }
        var task = call.task().get();
        for (var left = time; left.isPositive(); left = left.minus(STEP)) {
            call.pool().tasks().stopIfCancelled(task);
            of(left.compareTo(STEP) < 0 ? left : STEP);
        }
        call.pool().tasks().stopIfCancelled(task);
    }
}
