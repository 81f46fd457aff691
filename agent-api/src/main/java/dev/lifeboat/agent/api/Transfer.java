package dev.lifeboat.agent.api;

import java.util.OptionalLong;

/// How disk data moves between pool and agent.
///
/// @param connectionsPerDisk 1 to 16; a host serves 16 NBD connections in all
/// @param readSizeBytes      of one NBD request; a multiple of 64 KiB, at most 32 MiB
/// @param bytesPerSecond     of disk data between the pool and this agent; absent means as fast as it goes
public record Transfer(
        NbdTls nbdTls,
        int connectionsPerDisk,
        int readSizeBytes,
        OnUnavailable onNbdUnavailable,
        OnUnavailable onCbtUnavailable,
        OptionalLong bytesPerSecond) {

    /// NBD allows requests of this size on every server.
    private static final int MAX_READ_SIZE_BYTES = 32 << 20;

    public Transfer {
        if (bytesPerSecond.isPresent() && bytesPerSecond.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "transfer.bytesPerSecond must be positive, not " + bytesPerSecond.getAsLong());
        }
        if (connectionsPerDisk < 1 || connectionsPerDisk > 16) {
            throw new IllegalArgumentException(
                    "transfer.connectionsPerDisk must be 1 to 16, not " + connectionsPerDisk);
        }
        if (readSizeBytes < 65_536 || readSizeBytes > MAX_READ_SIZE_BYTES || readSizeBytes % 65_536 != 0) {
            throw new IllegalArgumentException(
                    "transfer.readSizeBytes must be a multiple of 65536 up to 33554432, not " + readSizeBytes);
        }
    }

    /// As fast as it goes.
    public Transfer(
            NbdTls nbdTls,
            int connectionsPerDisk,
            int readSizeBytes,
            OnUnavailable onNbdUnavailable,
            OnUnavailable onCbtUnavailable) {
        this(nbdTls, connectionsPerDisk, readSizeBytes, onNbdUnavailable, onCbtUnavailable, OptionalLong.empty());
    }

    /// Whether NBD must, may or must not run inside TLS.
    public enum NbdTls {
        Required,
        Preferred,
        Disabled
    }

    /// What to do when the preferred way is closed: take the next one and say so, or fail.
    public enum OnUnavailable {
        FallBack,
        Fail
    }
}
