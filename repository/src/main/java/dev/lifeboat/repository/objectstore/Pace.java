package dev.lifeboat.repository.objectstore;

/// Asked before bytes go, a slice at a time: waits until they may.
@FunctionalInterface
public interface Pace {
    /// As fast as it goes.
    Pace UNLIMITED = _ -> {};

    /// What is asked for at once at most, so that a large body goes evenly and does not come in one burst after a
    /// long silence.
    int SLICE_BYTES = 128 << 10;

    void take(long bytes);
}
