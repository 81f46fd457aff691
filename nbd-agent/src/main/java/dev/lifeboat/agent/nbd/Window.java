package dev.lifeboat.agent.nbd;

import java.time.Duration;

/// How much to ask of one connection at a time: twice what is on its way at the best rate and the shortest
/// latency that were seen, and two requests. While the distance is what limits, that doubles with each round
/// trip; once the server or the wire is busy the rate grows no more, and neither does this. More would only
/// wait at the server, where no other connection can take it over. One thread writes, others may read the
/// limit.
final class Window {
    private static final long LEAST_EPOCH_NANOS = Duration.ofMillis(5).toNanos();
    private static final long MOST_EPOCH_NANOS = Duration.ofSeconds(1).toNanos();

    /// A pause of the reader is not mistaken for a slow server.
    private static final int EPOCHS = 16;

    private final int requestBytes;
    private final long mostBytes;
    private final double[] rates = new double[EPOCHS];

    private long leastLatencyNanos = Long.MAX_VALUE;
    private long epochStart;
    private long epochBytes;
    private int epochs;
    private volatile long limitBytes;

    /// @param mostBytes never more than this
    Window(int requestBytes, long mostBytes, long nowNanos) {
        this.requestBytes = requestBytes;
        this.mostBytes = Math.max(mostBytes, requestBytes);
        this.epochStart = nowNanos;
        this.limitBytes = Math.min(this.mostBytes, 4L * requestBytes);
    }

    long limitBytes() {
        return limitBytes;
    }

    /// A request of this length was answered.
    void answered(long nowNanos, long latencyNanos, long bytes) {
        leastLatencyNanos = Math.min(leastLatencyNanos, Math.max(1, latencyNanos));
        if (epochBytes == 0) {
            // Time in which nothing was asked is not held against the server.
            epochStart = Math.max(epochStart, nowNanos - latencyNanos);
        }
        epochBytes += bytes;
        long elapsed = nowNanos - epochStart;
        if (elapsed >= Math.clamp(leastLatencyNanos, LEAST_EPOCH_NANOS, MOST_EPOCH_NANOS)) {
            rates[epochs++ % EPOCHS] = (double) epochBytes / elapsed;
            epochStart = nowNanos;
            epochBytes = 0;
            limitBytes = limit();
        }
    }

    private long limit() {
        double best = 0;
        for (double rate : rates) {
            best = Math.max(best, rate);
        }
        double onItsWay = best * leastLatencyNanos;
        return Math.clamp(
                (long) (2 * onItsWay) + 2L * requestBytes, 2L * requestBytes, Math.max(2L * requestBytes, mostBytes));
    }
}
