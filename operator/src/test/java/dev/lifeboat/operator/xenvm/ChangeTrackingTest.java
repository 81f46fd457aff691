package dev.lifeboat.operator.xenvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.crds.XenVmReason;
import dev.lifeboat.operator.fakes.VmBuilder;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.selection.Vms;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTrackingTest {
    private static final UUID TRACKS = Vms.uuid("tracks");
    private static final UUID CANNOT = Vms.uuid("cannot");

    @Test
    void itIsThereWhereEachDiskCanBeTracked() {
        assertThat(tracking(CbtMode.Auto, List.of(), disk(TRACKS, false), disk(TRACKS, false)))
                .isEqualTo(XenVmReason.Available);
        assertThat(tracking(CbtMode.Auto, List.of())).isEqualTo(XenVmReason.Available);
    }

    @Test
    void oneDiskIsEnoughToMissIt() {
        assertThat(tracking(CbtMode.Auto, List.of(), disk(TRACKS, false), disk(TRACKS, true)))
                .isEqualTo(XenVmReason.RawVdi);
        assertThat(tracking(CbtMode.Auto, List.of(), disk(TRACKS, false), disk(CANNOT, false)))
                .isEqualTo(XenVmReason.UnsupportedSr);
    }

    @ParameterizedTest
    @CsvSource({
        "Never, , DisabledBySpec",
        "Auto, TOO_OLD, TooOld",
        "Required, NOT_LICENSED, NotLicensed",
        "Auto, UNSUPPORTED_STORAGE, Available",
    })
    void whatThePoolLacksItsVmsLack(CbtMode mode, Cause cause, XenVmReason reason) {
        var shortcomings = cause == null
                ? List.<Shortcoming>of()
                : List.of(new Shortcoming(Shortcoming.Feature.CBT, cause, "It is so.", "xe fix"));

        assertThat(tracking(mode, shortcomings, disk(TRACKS, false))).isEqualTo(reason);
    }

    private static XenVmReason tracking(CbtMode mode, List<Shortcoming> shortcomings, VmDisk... disks) {
        var vm = VmBuilder.like(Vms.vm("web")).disks(List.of(disks)).build();
        return ChangeTracking.OfPool.of(mode, reading(shortcomings)).of(vm).reason();
    }

    private static InventoryReading reading(List<Shortcoming> shortcomings) {
        return new InventoryReading(
                Instant.EPOCH,
                1,
                new Inventory(
                        new Pool(TRACKS, "west", TRACKS, Optional.empty(), "XCP-ng", "8.3.0", "2.21"),
                        List.of(),
                        List.of(repository(TRACKS, true), repository(CANNOT, false)),
                        List.of(),
                        List.of()),
                new PoolCapabilities(true, NbdState.TLS, true, false, true, shortcomings),
                List.of());
    }

    private static StorageRepository repository(UUID uuid, boolean cbt) {
        return new StorageRepository(uuid, "storage", "nfs", true, true, true, 1, 1, cbt, Set.of());
    }

    private static VmDisk disk(UUID sr, boolean raw) {
        var format = raw ? ImageFormat.RAW : ImageFormat.VHD;
        return new VmDisk("0", Vms.uuid("disk"), "root", sr, 1, false, true, false, Set.of(), Optional.empty(), format);
    }
}
