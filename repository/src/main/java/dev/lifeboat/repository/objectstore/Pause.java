package dev.lifeboat.repository.objectstore;

import java.time.Duration;

/// Waits; a test's one does not.
@FunctionalInterface
public interface Pause {

    void sleep(Duration duration) throws InterruptedException;
}
