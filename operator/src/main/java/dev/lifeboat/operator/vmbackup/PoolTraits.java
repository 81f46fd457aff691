package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.crds.XenHypervisorStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is known of a pool without asking it.
///
/// @param cbtSrs storage repositories whose disks can be tracked
/// @param nbd    whether the pool offers NBD at all
/// @param zstd   whether it can compress a whole VM with zstd
record PoolTraits(
        UUID uuid,
        String name,
        boolean cbtCapable,
        Set<UUID> cbtSrs,
        boolean nbd,
        boolean zstd,
        CbtMode cbtMode,
        boolean enableOnFirstBackup,
        int minFreeSrPercent) {

    PoolTraits {
        cbtSrs = Set.copyOf(cbtSrs);
    }

    /// Empty before the pool was looked at for the first time.
    static Optional<PoolTraits> of(XenHypervisor hypervisor) {
        var status = Optional.ofNullable(hypervisor.getStatus());
        var capabilities = status.map(XenHypervisorStatus::capabilities);
        return status.map(XenHypervisorStatus::pool)
                .flatMap(pool -> capabilities.map(can -> of(hypervisor, status.orElseThrow(), pool, can)));
    }

    private static PoolTraits of(
            XenHypervisor hypervisor,
            XenHypervisorStatus status,
            XenHypervisorStatus.PoolStatus pool,
            XenHypervisorStatus.Capabilities capabilities) {
        var repositories = status.storageRepositories() == null
                ? List.<XenHypervisorStatus.StorageRepositoryStatus>of()
                : status.storageRepositories();
        return new PoolTraits(
                UUID.fromString(pool.uuid()),
                pool.name().isEmpty() ? hypervisor.getMetadata().getName() : pool.name(),
                capabilities.cbt(),
                repositories.stream()
                        .filter(XenHypervisorStatus.StorageRepositoryStatus::cbtSupported)
                        .map(repository -> UUID.fromString(repository.uuid()))
                        .collect(Collectors.toUnmodifiableSet()),
                !capabilities.nbd().equals("None"),
                capabilities.zstd(),
                hypervisor.getSpec().cbt().mode(),
                hypervisor.getSpec().cbt().enableOnFirstBackup(),
                hypervisor.getSpec().limits().minFreeSrPercent());
    }

    /// Whether no disk may be read whole where it should not have to be.
    boolean requiresTracking() {
        return cbtMode == CbtMode.Required;
    }

    /// The same, demanded by the pool or by the backup.
    boolean requiresTracking(VmBackupSpec spec) {
        return trackingDemandedBy(spec).isPresent();
    }

    /// The fields that demand it, and where they stand.
    Optional<String> trackingDemandedBy(VmBackupSpec spec) {
        var ofPool = requiresTracking()
                ? Stream.of("cbt.mode: Required of XenHypervisor "
                        + spec.source().hypervisorRef().name())
                : Stream.<String>empty();
        var ofBackup = spec.strategy().onCbtUnavailable() == BackupStrategy.OnCbtUnavailable.Fail
                ? Stream.of("strategy.onCbtUnavailable: Fail of "
                        + Optional.ofNullable(spec.policyRef())
                                .map(policy -> "BackupPolicy " + policy.name())
                                .orElse("this VmBackup"))
                : Stream.<String>empty();
        return Stream.concat(ofPool, ofBackup).reduce((first, second) -> first + " and " + second);
    }

    /// Whether changed blocks are wanted at all and the pool can track them.
    boolean tracks() {
        return cbtCapable && cbtMode != CbtMode.Never;
    }
}
