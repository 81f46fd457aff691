package dev.lifeboat.simulator.xva;

/// The stream is not what its format says.
public final class MalformedArchive extends RuntimeException {
    public MalformedArchive(String message) {
        super(message);
    }
}
