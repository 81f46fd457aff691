package dev.lifeboat.devcluster.kubelet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// Runs the probes of one run of a container, each on a thread of its own, until it is closed.
final class Prober implements AutoCloseable {
    private final Thread.Builder threads = Thread.ofVirtual().name("probe-", 0);
    private final CountDownLatch started = new CountDownLatch(1);
    private final List<Thread> running = new CopyOnWriteArrayList<>();

    /// Until the startup probe has succeeded the others wait.
    void startup(Optional<Probe> probe, Runnable dead) {
        if (probe.isEmpty()) {
            started.countDown();
            return;
        }
        run(() -> {
            Thread.sleep(probe.get().initialDelay());
            for (var failures = 0; failures < probe.get().failureThreshold(); failures++) {
                if (probe.get().succeeds()) {
                    started.countDown();
                    return;
                }
                Thread.sleep(probe.get().period());
            }
            dead.run();
        });
    }

    /// Tells every change of readiness; without a probe a started container is ready.
    void readiness(Optional<Probe> probe, Consumer<Boolean> changed) {
        run(() -> {
            started.await();
            if (probe.isEmpty()) {
                changed.accept(true);
                return;
            }
            Thread.sleep(probe.get().initialDelay());
            watch(probe.get(), changed);
        });
    }

    void liveness(Optional<Probe> probe, Runnable dead) {
        probe.ifPresent(found -> run(() -> {
            started.await();
            Thread.sleep(found.initialDelay());
            var failures = 0;
            while (failures < found.failureThreshold()) {
                failures = found.succeeds() ? 0 : failures + 1;
                Thread.sleep(failures < found.failureThreshold() ? found.period() : Duration.ZERO);
            }
            dead.run();
        }));
    }

    private static void watch(Probe probe, Consumer<Boolean> changed) throws InterruptedException {
        var ready = false;
        var streak = 0;
        while (true) {
            var success = probe.succeeds();
            streak = success == ready ? 0 : streak + 1;
            if (streak >= (success ? probe.successThreshold() : probe.failureThreshold())) {
                ready = success;
                streak = 0;
                changed.accept(ready);
            }
            Thread.sleep(probe.period());
        }
    }

    @Override
    public void close() {
        running.forEach(Thread::interrupt);
    }

    private void run(Interruptible work) {
        running.add(threads.start(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }
}
