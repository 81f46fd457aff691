package dev.lifeboat.agent.nbd;

/// What one connection has received, tick by tick.
final class RecentBytes {
    /// A minute, of ticks that are a second.
    static final int MOST_TICKS = 60;

    /// Windows of this length are compared with each other.
    static final int TICKS = 10;

    private final long[] totals = new long[MOST_TICKS + 1];
    private int ticks;
    private long best;

    /// @param receivedBytes since the connection was opened
    void sample(long receivedBytes) {
        totals[ticks++ % totals.length] = receivedBytes;
        best = Math.max(best, lastBytes(TICKS));
    }

    /// In the last so many ticks, or since it was opened.
    long lastBytes(int count) {
        int back = Math.min(count, ticks - 1);
        return back <= 0 ? 0 : totals[(ticks - 1) % totals.length] - totals[(ticks - 1 - back) % totals.length];
    }

    /// The most that it ever received in [#TICKS].
    long bestBytes() {
        return best;
    }
}
