package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.prune.PackTable.Mark;
import dev.lifeboat.repository.prune.PruneReport.Amount;
import dev.lifeboat.repository.prune.PruneReport.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What is to be done about each pack, decided from a view and its marks alone.
final class Decision {

    /// A session's start is by its own clock.
    private static final Duration MARGIN = Duration.ofMinutes(15);

    private final View view;
    private final PackTable packs;
    private final PruneOptions options;
    private final Instant now;

    private final BitSet graceOver = new BitSet();
    private final TreeSet<Integer> delete = new TreeSet<>();
    private final TreeSet<Integer> compact = new TreeSet<>();
    private final List<Integer> unneeded = new ArrayList<>();
    private final List<Integer> mayBeSparse = new ArrayList<>();
    private final Map<TrashRecord, List<PackId>> keep = new LinkedHashMap<>();
    private final Map<Reason, Amount> kept = new EnumMap<>(Reason.class);

    private Decision(View view, PruneOptions options, Instant now) {
        this.view = view;
        this.packs = view.packs();
        this.options = options;
        this.now = now;
    }

    static Decision make(View view, PruneOptions options, Instant now) {
        var decision = new Decision(view, options, now);
        view.records().forEach(decision::look);
        for (int index = 0; index < decision.packs.size(); index++) {
            decision.look(index);
        }
        return decision;
    }

    /// Whether what the record names may go as far as the record is concerned.
    private boolean isDue(TrashRecord record) {
        return isGraceOver(record) && view.sessions().know(record);
    }

    /// A session that began before a point was purged may build on that point; it may be all that needs some chunks of
    /// a sparse pack, and nothing notes that.
    private boolean purgesAreKnown() {
        return view.records().stream().filter(TrashRecord::purges).allMatch(view.sessions()::know);
    }

    private boolean isGraceOver(TrashRecord record) {
        return !record.since().plus(options.packGrace()).isAfter(now);
    }

    private void look(TrashRecord record) {
        boolean due = isDue(record);
        for (var pack : record.unneeded()) {
            int index = packs.find(pack);
            if (index < 0 || record.kept().contains(pack)) {
                continue;
            }
            if (packs.reached(index)) {
                keep.computeIfAbsent(record, _ -> new ArrayList<>()).add(pack);
                continue;
            }
            name(index, record);
            if (due) {
                delete.add(index);
            }
        }
        boolean dueForSparse = due && purgesAreKnown();
        record.sparse().forEach(pack -> lookAtSparse(record, packs.find(pack), dueForSparse));
    }

    private void name(int index, TrashRecord record) {
        packs.mark(index, Mark.NAMED);
        graceOver.set(index, graceOver.get(index) || isGraceOver(record));
    }

    /// Never taken out of its record before it is compacted or deleted: an earlier run may have decided to compact it,
    /// and that decision stands as long as nobody borrows of it.
    private void lookAtSparse(TrashRecord record, int index, boolean due) {
        if (index < 0 || packs.is(index, Mark.FORWARDS)) {
            return;
        }
        name(index, record);
        if (due && packs.is(index, Mark.NEEDED)) {
            compact.add(index);
        } else if (due && !packs.reached(index)) {
            delete.add(index);
        }
    }

    private void look(int index) {
        if (delete.contains(index)) {
            return;
        }
        if (packs.is(index, Mark.NEEDED)) {
            keep(index, Reason.NEEDED);
            if (!packs.is(index, Mark.NAMED) && !packs.is(index, Mark.FORWARDS) && isOldEnough(index)) {
                mayBeSparse.add(index);
            }
        } else if (packs.is(index, Mark.NAMED)) {
            keep(index, graceOver.get(index) ? Reason.SESSION_MAY_REFER : Reason.IN_GRACE);
        } else if (isYoung(index)) {
            keep(index, Reason.YOUNG);
        } else if (isOfRunningSession(index)) {
            keep(index, Reason.SESSION_RUNNING);
        } else {
            unneeded.add(index);
        }
    }

    private void keep(int index, Reason reason) {
        kept.merge(reason, new Amount(1, packs.bytes(index)), (one, other) -> one.plus(other.bytes()));
    }

    private boolean isOldEnough(int index) {
        return !isYoung(index) && !isOfRunningSession(index);
    }

    private boolean isYoung(int index) {
        return packs.modifiedAt(index).plus(options.packGrace()).isAfter(now);
    }

    private boolean isOfRunningSession(int index) {
        return view.sessions()
                .earliestStart()
                .filter(start -> !packs.modifiedAt(index).isBefore(start.minus(MARGIN)))
                .isPresent();
    }

    /// Packs that are named, whose time has come, and that nobody needs.
    List<Integer> delete() {
        return List.copyOf(delete);
    }

    /// Packs that are named as sparse, and whose time has come.
    List<Integer> compact() {
        return List.copyOf(compact);
    }

    /// Packs to be named: no point leads to them, or only one that is purged now.
    List<Integer> unneeded() {
        return List.copyOf(unneeded);
    }

    /// Packs that are to be named if little of them is needed.
    List<Integer> mayBeSparse() {
        return List.copyOf(mayBeSparse);
    }

    /// Packs that are named and needed after all.
    Map<TrashRecord, List<PackId>> keep() {
        return Map.copyOf(keep);
    }

    Map<Reason, Amount> kept() {
        return Map.copyOf(kept);
    }
}
