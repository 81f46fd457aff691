package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.SnapshotSpec.Reference;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.operator.vmbackup.Strategy.Kind;
import java.util.Collection;
import java.util.Optional;

/// Which strategy a backup takes: the one that was asked for by name, or the best that the pool can do for these disks.
final class StrategyChoice {
    private final VmBackupSpec spec;
    private final PoolTraits pool;

    StrategyChoice(VmBackupSpec spec, PoolTraits pool) {
        this.spec = spec;
        this.pool = pool;
    }

    Strategy of(Collection<DiskTraits> disks) {
        return switch (spec.strategy().mode()) {
            case Auto -> best(disks);
            case Cbt -> asked(Kind.Cbt);
            case Xva -> asked(Kind.Xva);
            case Raw -> asked(Kind.Raw);
        };
    }

    private Strategy asked(Kind kind) {
        return new Strategy(kind, "It was asked for by strategy.mode." + compressionTold(kind));
    }

    /// Changed blocks cost least: nothing but a record of them stays on the pool, and they are 64 KiB each. They come
    /// over NBD alone.
    private Strategy best(Collection<DiskTraits> disks) {
        var demanded = pool.trackingDemandedBy(spec);
        if (demanded.isPresent()) {
            return new Strategy(Kind.Cbt, "Changed blocks are demanded by " + demanded.get() + ".");
        }
        var noTracking = whyNotTracked(disks);
        if (noTracking.isEmpty()) {
            return new Strategy(Kind.Cbt, "The pool tracks changed blocks and serves disks over NBD.");
        }
        return whyNoDifferences(disks)
                .map(why -> new Strategy(Kind.Raw, noTracking.get() + " " + why + " All of each disk is read."))
                .orElseGet(() -> new Strategy(
                        Kind.Xva,
                        noTracking.get() + " Differences between snapshots come over HTTPS."
                                + compressionTold(Kind.Xva)));
    }

    private Optional<String> whyNotTracked(Collection<DiskTraits> disks) {
        if (!pool.cbtCapable()) {
            return Optional.of("The pool tracks no changed blocks.");
        }
        if (!pool.tracks()) {
            return Optional.of("The XenHypervisor's cbt.mode is Never.");
        }
        if (!pool.nbd()) {
            return Optional.of("The pool has no network for NBD, over which alone changed blocks can be read.");
        }
        return disks.stream().anyMatch(disk -> disk.trackable(pool))
                ? Optional.empty()
                : Optional.of("No disk of the VM can be tracked.");
    }

    private Optional<String> whyNoDifferences(Collection<DiskTraits> disks) {
        if (spec.strategy().onNbdUnavailable() == BackupStrategy.OnNbdUnavailable.Fail) {
            return Optional.of("HTTPS is ruled out by onNbdUnavailable: Fail.");
        }
        var reference = spec.snapshots().reference();
        if (reference == Reference.None || reference == Reference.MetadataOnly) {
            return Optional.of("No snapshot may stay to compare with, by snapshots.reference: " + reference + ".");
        }
        return disks.stream().anyMatch(DiskTraits::differs)
                ? Optional.empty()
                : Optional.of("The pool keeps no disk of the VM as VHD, so it can give no differences.");
    }

    private String compressionTold(Kind kind) {
        return kind == Kind.Xva
                        && spec.strategy().xva().compression() == BackupStrategy.Compression.Zstd
                        && !pool.zstd()
                ? " The XVA comes without compression, for the pool knows no zstd."
                : "";
    }

    /// As the pool can.
    ArchiveCompression compression() {
        return switch (spec.strategy().xva().compression()) {
            case None -> ArchiveCompression.None;
            case Gzip -> ArchiveCompression.Gzip;
            case Auto, Zstd -> pool.zstd() ? ArchiveCompression.Zstd : ArchiveCompression.None;
        };
    }

    /// Why what was asked for by name cannot be done on this pool.
    Optional<String> contradiction() {
        var mode = spec.strategy().mode();
        var untracked = mode == BackupStrategy.Mode.Xva || mode == BackupStrategy.Mode.Raw;
        return untracked && pool.requiresTracking()
                ? Optional.of("The XenHypervisor's cbt.mode is Required, and strategy.mode " + mode
                        + " uses no changed blocks. Set strategy.mode to Auto or Cbt, or cbt.mode to Auto.")
                : Optional.empty();
    }
}
