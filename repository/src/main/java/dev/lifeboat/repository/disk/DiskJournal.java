package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.disk.JournalEntry.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// The steps of writing a disk that no checkpoint holds yet, in order for each page. Safe for any number of
/// threads.
final class DiskJournal {

    private final LongConsumer admission;
    private List<JournalEntry> entries = new ArrayList<>();

    /// @param admission waits until so many bytes more may be at risk
    DiskJournal(LongConsumer admission) {
        this.admission = admission;
    }

    /// Called before anything of a run is looked at, with no lock held: it may block.
    void admit(long bytes) {
        admission.accept(bytes);
    }

    /// Called under the lock of the entry's page.
    synchronized void add(JournalEntry entry) {
        if (entry instanceof Run next
                && !entries.isEmpty()
                && entries.getLast() instanceof Run last
                && last.continues(next)) {
            entries.set(entries.size() - 1, last.join(next));
        } else {
            entries.add(entry);
        }
    }

    synchronized List<JournalEntry> take() {
        var taken = entries;
        entries = new ArrayList<>();
        return taken;
    }

    /// What was taken too early, before what came since.
    synchronized void putBack(List<JournalEntry> early) {
        var all = new ArrayList<>(early);
        all.addAll(entries);
        entries = all;
    }
}
