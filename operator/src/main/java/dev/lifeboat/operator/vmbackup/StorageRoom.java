package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.operator.access.SpecDuration;
import dev.lifeboat.operator.status.ByteSize;
import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VmDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Whether the storage can take another snapshot of a VM.
///
/// @param now          when it was looked at
/// @param chains       of the VM's disks, as far as the storage tells
/// @param repositories that the pool has
record StorageRoom(Instant now, Map<UUID, DiskChain> chains, List<StorageRepository> repositories) {
    /// Where there is nothing to take a snapshot of.
    static final StorageRoom NOT_LOOKED_AT = new StorageRoom(Instant.EPOCH, Map.of(), List.of());

    private static final int PERCENT = 100;
    /// Who waits holds a slot of the pool; other backups of the night give back what they took within that.
    private static final Duration PATIENCE_WITH_FULL_STORAGE = Duration.ofHours(1);

    StorageRoom {
        chains = Map.copyOf(chains);
        repositories = List.copyOf(repositories);
    }

    /// What stands in the way of a snapshot of these disks, if anything does.
    ///
    /// @param ours what has to go if the backup fails for it
    Optional<Step> obstacle(Request request, PoolTraits pool, List<VmDisk> disks, Leftovers ours) {
        return tooLong(request, disks, ours).or(() -> tooFull(request, pool, disks, ours));
    }

    /// Storage merges images by itself once snapshots are gone, in its own time.
    private Optional<Step> tooLong(Request request, List<VmDisk> disks, Leftovers ours) {
        int most = request.spec().snapshots().maxChainLength();
        return disks.stream()
                .filter(disk -> length(disk) >= most)
                .findFirst()
                .map(disk -> tooLong(request, disk, most, ours));
    }

    private Step tooLong(Request request, VmDisk disk, int most, Leftovers ours) {
        var sentence = "Disk " + disk.device() + " ('" + disk.name() + "') is spread over " + length(disk)
                + " images on its storage, and snapshots.maxChainLength is " + most + ".";
        var patience = SpecDuration.parse(request.spec().snapshots().waitForCoalesce());
        var until = request.startedAt().orElse(now).plus(patience);
        return now.isBefore(until)
                ? new Step.Wait(
                        VmBackupReason.VdiChainUnhealthy,
                        sentence + " Waits until " + until + " for the storage to merge some.")
                : new Step.Fail(
                        VmBackupReason.VdiChainUnhealthy,
                        sentence
                                + " The VM is skipped this time. Remove snapshots that nobody needs; the storage merges"
                                + " images by itself then, or at: xe sr-scan uuid=" + disk.srUuid()
                                + ". spec.snapshots.waitForCoalesce makes a backup wait for that.",
                        ours);
    }

    private int length(VmDisk disk) {
        return Optional.ofNullable(chains.get(disk.vdiUuid()))
                .map(DiskChain::length)
                .orElse(0);
    }

    /// On thick storage a snapshot takes as much again as the disk is large, though all of it is given back afterwards.
    private Optional<Step> tooFull(Request request, PoolTraits pool, List<VmDisk> disks, Leftovers ours) {
        var wanted = disks.stream()
                .collect(Collectors.groupingBy(VmDisk::srUuid, Collectors.summingLong(VmDisk::virtualSizeBytes)));
        return repositories.stream()
                .filter(repository -> !repository.thin())
                .flatMap(
                        repository -> Optional.ofNullable(wanted.get(repository.uuid()))
                                .flatMap(bytes -> tooFull(pool, repository, bytes))
                                .stream())
                .findFirst()
                .map(sentence -> tooFull(request, sentence, ours));
    }

    private Step tooFull(Request request, String sentence, Leftovers ours) {
        var until = request.startedAt().orElse(now).plus(PATIENCE_WITH_FULL_STORAGE);
        return now.isBefore(until)
                ? new Step.Wait(VmBackupReason.SrFull, "Waits until " + until + ": " + sentence)
                : new Step.Fail(
                        VmBackupReason.SrFull,
                        "It waited for an hour, and still " + sentence
                                + " Free space there, or lower limits.minFreeSrPercent, then create another VmBackup.",
                        ours);
    }

    private static Optional<String> tooFull(PoolTraits pool, StorageRepository repository, long wantedBytes) {
        long reserve = repository.sizeBytes() / PERCENT * pool.minFreeSrPercent();
        long missing = wantedBytes + reserve - repository.freeBytes();
        return missing <= 0
                ? Optional.empty()
                : Optional.of(new ByteSize(missing).text() + " are missing on storage repository '" + repository.name()
                        + "' (" + repository.uuid() + "), which is thickly provisioned: a snapshot takes "
                        + new ByteSize(wantedBytes).text() + " there while the backup runs, "
                        + new ByteSize(reserve).text() + " have to stay free (limits.minFreeSrPercent of the"
                        + " XenHypervisor), and " + new ByteSize(repository.freeBytes()).text() + " are free.");
    }
}
