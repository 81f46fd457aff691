package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.ExcludedDisk;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreOrder.UnmappedNetwork;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Orders for the VM of a [Scene], whose doors lead to its pool and its store whatever the order names.
final class SampleOrders {
    static final PoolAccess POOL =
            new PoolAccess(List.of(URI.create("https://pool.example")), new PoolTrust.Insecure());
    static final RepositoryAccess REPOSITORY =
            new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled());

    /// Disk by disk, in whatever format suits.
    static final RestoreRoute DISKS = new RestoreRoute.Disks(RestoreRoute.Disks.Format.Auto);

    private SampleOrders() {}

    /// One request after the other: what was answered is the beginning of the disk.
    static Transfer oneByOne() {
        return new Transfer(NbdTls.Disabled, 1, 1 << 20, OnUnavailable.FallBack, OnUnavailable.FallBack);
    }

    static Transfer sideBySide(OnUnavailable onUnavailable) {
        return new Transfer(NbdTls.Disabled, 2, 256 << 10, onUnavailable, onUnavailable);
    }

    static PointHeader header(String pointId, ExcludedDisk... excluded) {
        return new PointHeader(
                pointId,
                Scene.VM,
                "web",
                Scene.SNAPSHOT,
                new UUID(9, 9),
                "west",
                Instant.parse("2026-11-22T03:00:00Z"),
                Map.of(),
                List.of(excluded));
    }

    static BackupOrder backup(
            PointHeader point, Transfer transfer, ArchiveCompression compression, DiskBackup... disks) {
        return new BackupOrder("uid", POOL, REPOSITORY, transfer, point, List.of(disks), compression);
    }

    static DiskRead all() {
        return new DiskRead.All(FullReason.FirstBackup);
    }

    /// With a virtual TPM if there is one.
    static ExportOrder export(String pointId, Optional<String> key, ArchiveCompression compression, String... skip) {
        return new ExportOrder(
                "uid", REPOSITORY, Scene.VM, pointId, key, List.of(skip), compression, ExportOrder.Vtpm.Keep);
    }

    /// With MACs of its own, and everything else as the point has it.
    static RestoreOrder restore(
            String pointId,
            Transfer transfer,
            Map<String, String> markers,
            Map<String, UUID> srByDevice,
            Map<UUID, UUID> networks,
            UnmappedNetwork unmapped,
            RestoreRoute route) {
        return new RestoreOrder(
                "uid",
                POOL,
                REPOSITORY,
                transfer,
                Scene.VM,
                pointId,
                "web (restoring)",
                "restored",
                markers,
                Optional.empty(),
                srByDevice,
                List.of(),
                networks,
                unmapped,
                false,
                route);
    }
}
