package dev.lifeboat.e2e.quickstart;

import dev.lifeboat.e2e.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Waits for resources, and gives up with what their conditions say.
final class Waiting {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Cluster cluster;
    private final Stack stack;

    Waiting(Cluster cluster, Stack stack) {
        this.cluster = cluster;
        this.stack = stack;
    }

    Resource untilReady(String kind, String name) {
        return until(kind, name, resource -> resource.is("Ready"), Optional.empty());
    }

    Resource untilComplete(String kind, String name, Screen screen) {
        return until(kind, name, resource -> resource.is("Complete"), Optional.of(screen));
    }

    private Resource until(String kind, String name, Predicate<Resource> reached, Optional<Screen> screen) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var found = cluster.find(kind, name);
            if (found.filter(reached).isPresent()) {
                return found.get();
            }
            found.filter(resource -> resource.is("Failed")).ifPresent(resource -> {
                throw new QuickstartException(resource.describe() + ": " + resource.why());
            });
            screen.ifPresent(view -> found.ifPresent(resource -> view.draw(List.of(
                    "  " + resource.text("/status/phase") + "  " + resource.text("/status/progress/percentText")))));
            checkAlive();
            if (System.nanoTime() > deadline) {
                throw new QuickstartException(found.map(resource -> resource.describe() + ": " + resource.why())
                        .orElse(kind + " " + name + " does not exist"));
            }
            pause();
        }
    }

    void checkAlive() {
        if (stack.logOfDeadProcess().isPresent()) {
            throw new QuickstartException("a process of the stack ended by itself");
        }
    }

    static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuickstartException("Interrupted");
        }
    }
}
