package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.Report;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// What a pass sees on a pool that can do all, with the sample VM in it and nothing of ours. Tests change one thing.
final class Seen {
    private Seen() {}

    static PoolView pool() {
        return pool(new VmLookup.Found(Sample.vm()));
    }

    static PoolView pool(VmLookup vm) {
        return pool(Sample.traits(), vm);
    }

    static PoolView pool(PoolTraits traits, VmLookup vm) {
        return pool(traits, vm, List.of(), List.of(), List.of());
    }

    static PoolView pool(List<VmSnapshot> snapshots, List<MarkedVdi> vdis, List<EarlierPoint> history) {
        return pool(Sample.traits(), new VmLookup.Found(Sample.vm()), snapshots, vdis, history);
    }

    static PoolView pool(
            PoolTraits traits,
            VmLookup vm,
            List<VmSnapshot> snapshots,
            List<MarkedVdi> vdis,
            List<EarlierPoint> history) {
        return new PoolView(
                vm,
                traits,
                Optional.empty(),
                Optional.of(Sample.REPOSITORY),
                snapshots,
                List.of(),
                vdis,
                history,
                DisksSince.UNCHANGED,
                StorageRoom.NOT_LOOKED_AT,
                true);
    }

    static PoolView withRival(PoolView pool, String rival) {
        return changed(pool, it -> it.rival = Optional.of(rival));
    }

    static PoolView withoutRepository(PoolView pool) {
        return changed(pool, it -> it.repositoryId = Optional.empty());
    }

    static PoolView withUnmarked(PoolView pool, UUID snapshot) {
        return changed(pool, it -> it.unmarked = List.of(snapshot));
    }

    static PoolView since(PoolView pool, DisksSince since) {
        return changed(pool, it -> it.since = since);
    }

    /// With the snapshot of this backup.
    static PoolView withSnapshot() {
        return pool(List.of(Sample.snapshot()), List.of(), List.of());
    }

    /// Where no agent works.
    static Observed onPool(PoolView pool) {
        return new Observed.OnPool(new AgentRun.Absent(), pool);
    }

    static Observed ended(Report report, PoolView pool) {
        return new Observed.OnPool(new AgentRun.Finished(report), pool);
    }

    private static PoolView changed(PoolView pool, Consumer<Draft> change) {
        var draft = new Draft(pool);
        change.accept(draft);
        return draft.finish();
    }

    /// A view while one thing of it is changed.
    private static final class Draft {
        private final PoolView pool;
        private Optional<String> rival;
        private Optional<String> repositoryId;
        private List<UUID> unmarked;
        private DisksSince since;

        Draft(PoolView pool) {
            this.pool = pool;
            rival = pool.rival();
            repositoryId = pool.repositoryId();
            unmarked = pool.unmarked();
            since = pool.since();
        }

        PoolView finish() {
            return new PoolView(
                    pool.vm(),
                    pool.traits(),
                    rival,
                    repositoryId,
                    pool.snapshots(),
                    unmarked,
                    pool.vdis(),
                    pool.history(),
                    since,
                    pool.room(),
                    pool.successorExpected());
        }
    }
}
