package dev.lifeboat.repository.disk;

import dev.lifeboat.repository.chunk.ChunkReader;
import dev.lifeboat.repository.chunk.DamagedChunks;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.disk.JournalEntry.PageIsHole;
import dev.lifeboat.repository.disk.JournalEntry.PageStored;
import dev.lifeboat.repository.disk.JournalEntry.Run;
import dev.lifeboat.repository.errors.DamagedException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How far the writing of one disk is: what checkpoints hold of it, and the steps that none holds yet.
///
/// A checkpoint is made in three moves: [#take], then a look at which pack still grows, then [#settle]. So
/// what is settled refers to packs that are closed, and once these are stored it can be written down.
public final class DiskProgress {

    private final Geometry geometry;
    private final long diskBytes;
    private final ProgressKeeper keeper;
    private final DiskState state;
    private final DiskJournal journal;
    private final Map<String, String> notes = new TreeMap<>();
    private List<JournalEntry> taken = List.of();
    private boolean ended;
    private boolean takenEnd;

    public DiskProgress(Geometry geometry, long diskBytes, ProgressKeeper keeper) {
        this.geometry = geometry;
        this.diskBytes = diskBytes;
        this.keeper = keeper;
        this.state = new DiskState(geometry, diskBytes);
        this.journal = new DiskJournal(keeper::admit);
    }

    /// Steps that were settled.
    ///
    /// @param records as a checkpoint holds them, base64
    /// @param workBytes what need not be read again now
    /// @param news whether a checkpoint would say anything new
    /// @param complete whether nothing had to go back
    public record Settled(String records, long workBytes, boolean news, boolean complete) {}

    /// Adds what a checkpoint holds.
    ///
    /// @param key names it in messages
    public synchronized void read(String key, String records) {
        JournalReader.read(key, geometry, diskBytes, bytes(key, records), state::apply);
    }

    /// What a checkpoint says of the disk besides its pages.
    public synchronized void resume(DiskFigures figures, Map<String, String> known, boolean finished) {
        state.figures(figures);
        notes.putAll(known);
        if (finished) {
            state.finish();
        }
    }

    public synchronized void take() {
        takenEnd = ended;
        taken = journal.take();
    }

    /// Steps that need a pack that still grows go back, and those of the same page after them.
    public synchronized Settled settle(Optional<PackId> growing) {
        var settled = new ArrayList<JournalEntry>();
        var early = new ArrayList<JournalEntry>();
        var earlyPages = new HashSet<Integer>();
        for (var entry : taken) {
            boolean needs = growing.isPresent() && needs(entry, growing.get());
            if (needs || earlyPages.contains(entry.page())) {
                early.add(entry);
                earlyPages.add(entry.page());
            } else {
                settled.add(entry);
            }
        }
        taken = List.of();
        journal.putBack(early);
        settled.forEach(state::apply);
        boolean end = takenEnd && early.isEmpty() && !state.isFinished();
        if (end) {
            state.finish();
        }
        return new Settled(
                base64(JournalCodec.write(settled)), workBytes(settled), end || !settled.isEmpty(), early.isEmpty());
    }

    private static long workBytes(List<JournalEntry> entries) {
        return entries.stream()
                .mapToLong(entry -> entry instanceof Run run ? run.workBytes() : 0)
                .sum();
    }

    private static boolean needs(JournalEntry entry, PackId pack) {
        return switch (entry) {
            case Run run ->
                run.content().stream().anyMatch(piece -> piece.chunk().pack().equals(pack));
            case PageStored(var ref, var _) -> ref.chunk().pack().equals(pack);
            case PageIsHole _ -> false;
        };
    }

    /// All that is settled, as a checkpoint holds it, base64.
    public synchronized String records() {
        return base64(JournalCodec.write(state));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String key, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new DamagedException(key, "records in base64", "something else", e);
        }
    }

    public synchronized boolean isFinished() {
        return state.isFinished();
    }

    public synchronized DiskFigures figures() {
        return state.figures();
    }

    public synchronized Map<String, String> notes() {
        return Map.copyOf(notes);
    }

    synchronized void note(String name, String value) {
        notes.put(name, value);
    }

    synchronized Iterator<Extent> done() {
        return state.done();
    }

    /// The last step: nothing is written any more.
    void end() {
        synchronized (this) {
            ended = true;
        }
        keeper.finished();
    }

    synchronized List<PageRef> pagesOver(List<PageRef> base) {
        return state.pagesOver(base);
    }

    /// Steps that lead from the stored pages to what was given.
    synchronized List<Run> steps() {
        return state.steps().values().stream().flatMap(List::stream).toList();
    }

    /// Whether anything that was written so far leads to what is marked as damaged. Reads the pages that were stored.
    public synchronized boolean leadsTo(DamagedChunks damaged, ChunkReader chunks) {
        return state.leadsTo(damaged, chunks);
    }

    /// Every pack that is needed because of what was written so far. Reads the pages that were stored.
    public synchronized Set<PackId> packs(ChunkReader chunks) {
        return state.packs(chunks);
    }

    DiskJournal journal() {
        return journal;
    }
}
