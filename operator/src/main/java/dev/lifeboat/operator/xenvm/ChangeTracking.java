package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.crds.XenVmReason;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Feature;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmDisk;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Whether changed blocks of all disks of a VM can be tracked, as a condition. Sections 1.10 and 4.2 of the facts on
/// XAPI.
///
/// @param available status of the condition
record ChangeTracking(boolean available, XenVmReason reason, String message) {

    private static final String CONSEQUENCE = "; every run reads all of it";

    /// The same for all VMs of a pool.
    ///
    /// @param everywhere what stands in the way of any VM
    /// @param repositories that can track
    record OfPool(Optional<ChangeTracking> everywhere, Set<UUID> repositories) {
        static OfPool of(CbtMode mode, InventoryReading reading) {
            return new OfPool(
                    everywhere(mode, reading),
                    reading.inventory().storageRepositories().stream()
                            .filter(StorageRepository::cbtSupported)
                            .map(StorageRepository::uuid)
                            .collect(Collectors.toUnmodifiableSet()));
        }

        private static Optional<ChangeTracking> everywhere(CbtMode mode, InventoryReading reading) {
            return mode == CbtMode.Never
                    ? Optional.of(no(
                            XenVmReason.DisabledBySpec,
                            "spec.cbt.mode of the XenHypervisor is Never: all of each disk is read"))
                    : reading.capabilities().shortcomings().stream()
                            .filter(it -> it.feature() == Feature.CBT)
                            .flatMap(it -> ofPool(it).stream())
                            .findFirst();
        }

        private static Optional<ChangeTracking> ofPool(Shortcoming shortcoming) {
            return switch (shortcoming.cause()) {
                case TOO_OLD -> Optional.of(no(XenVmReason.TooOld, shortcoming.sentences()));
                case NOT_LICENSED -> Optional.of(no(XenVmReason.NotLicensed, shortcoming.sentences()));
                case UNSUPPORTED_STORAGE, NO_NETWORK, INSECURE, HOST_WITHOUT_ADDRESS -> Optional.empty();
            };
        }

        ChangeTracking of(VirtualMachine vm) {
            return everywhere
                    .or(() -> vm.disks().stream()
                            .filter(VmDisk::raw)
                            .findFirst()
                            .map(disk -> no(
                                    XenVmReason.RawVdi,
                                    text(disk) + " is kept as a raw image, which has no room for tracking changes"
                                            + CONSEQUENCE + ". A copy is kept as the storage does by default: xe"
                                            + " vdi-copy uuid=" + disk.vdiUuid() + " sr-uuid=" + disk.srUuid())))
                    .or(() -> vm.disks().stream()
                            .filter(disk -> !repositories.contains(disk.srUuid()))
                            .findFirst()
                            .map(disk -> no(
                                    XenVmReason.UnsupportedSr,
                                    text(disk) + " lies on storage repository " + disk.srUuid()
                                            + ", whose driver cannot track changes" + CONSEQUENCE + ". Move it: xe"
                                            + " vdi-pool-migrate uuid=" + disk.vdiUuid() + " sr-uuid=<SR>")))
                    .orElseGet(() -> new ChangeTracking(
                            true, XenVmReason.Available, "Changed blocks of all its disks can be tracked"));
        }
    }

    private static ChangeTracking no(XenVmReason reason, String message) {
        return new ChangeTracking(false, reason, message);
    }

    private static String text(VmDisk disk) {
        return "Disk " + disk.device() + " ('" + disk.name() + "')";
    }
}
