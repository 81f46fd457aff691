package dev.lifeboat.simulator.database;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The latest deletions. Older ones are forgotten, and with them the chance to answer for the time before.
final class Tombstones {
    private static final int KEPT = 10_000;

    private record Tombstone(Change.Deleted deletion, long created) {}

    private final Deque<Tombstone> kept = new ArrayDeque<>();
    private long forgottenUpTo;

    void add(Change.Deleted deletion, long created) {
        kept.addLast(new Tombstone(deletion, created));
        if (kept.size() > KEPT) {
            forgottenUpTo = kept.removeFirst().deletion.generation();
        }
    }

    /// Nobody can ask for the time before this generation any more.
    void forget(long generation) {
        kept.clear();
        forgottenUpTo = generation;
    }

    /// Loses the deletions without a trace.
    void drop() {
        kept.clear();
    }

    boolean reachBackTo(long generation) {
        return generation == 0 || generation >= forgottenUpTo;
    }

    /// Objects that came and went after the generation were never seen, so their end is no news.
    List<Change.Deleted> since(long generation) {
        return kept.stream()
                .filter(tombstone -> tombstone.deletion.generation() > generation && tombstone.created <= generation)
                .map(Tombstone::deletion)
                .toList();
    }
}
