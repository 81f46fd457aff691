package dev.lifeboat.devcluster.store;

import java.util.ArrayList;
import java.util.List;

/// The last changes in order of revision. Not safe by itself: the store guards it.
final class ChangeLog {
    private final int capacity;
    private final List<Change> changes = new ArrayList<>();
    private long forgotten;

    ChangeLog(int capacity) {
        this.capacity = capacity;
    }

    void add(Change change) {
        changes.add(change);
        if (changes.size() > 2 * capacity) {
            var old = changes.subList(0, capacity);
            forgotten = old.getLast().revision();
            old.clear();
        }
    }

    /// All changes after that revision.
    List<Change> after(long revision) {
        if (revision < forgotten) {
            throw new RevisionGone(revision, forgotten);
        }
        var from = changes.size();
        while (from > 0 && changes.get(from - 1).revision() > revision) {
            from--;
        }
        return List.copyOf(changes.subList(from, changes.size()));
    }
}
