package dev.lifeboat.agent.nbd;

import java.time.Duration;

/// Decides how many connections a disk has. Each one is a disk that the host attaches, and one of 16 that it serves to
/// all: so two at first, on a short way, and another one as long as the last one made reading a tenth faster. On a long
/// way, where the windows of TCP are what limits a connection, all that are allowed.
final class ConnectionGrowth {
    private static final Duration LONG_WAY = Duration.ofMillis(2);
    private static final int FIRST = 2;
    private static final double WORTH = 1.1;

    private final int most;
    private boolean settled;
    private int connections;
    private double rateBefore;

    ConnectionGrowth(int most) {
        this.most = most;
    }

    /// @param roundTrip of the first connection
    int first(Duration roundTrip) {
        return roundTrip.compareTo(LONG_WAY) < 0 ? Math.min(FIRST, most) : most;
    }

    /// Called once in a while, after time in which there was always something to ask.
    ///
    /// @param bytes what came in that time, over all connections
    /// @return how many there should be
    int wanted(int live, long bytes) {
        if (settled || live >= most) {
            return live;
        }
        if (live == connections && bytes < rateBefore * WORTH) {
            settled = true;
            return live;
        }
        if (live < connections) {
            return live;
        }
        rateBefore = bytes;
        connections = live + 1;
        return connections;
    }

    /// The server grants no more.
    void settle() {
        settled = true;
    }
}
