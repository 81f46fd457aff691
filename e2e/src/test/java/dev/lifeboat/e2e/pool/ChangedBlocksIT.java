package dev.lifeboat.e2e.pool;

import static dev.lifeboat.e2e.pool.TestVm.DISK_BYTES;
import static dev.lifeboat.e2e.pool.TestVm.MIB;
import static dev.lifeboat.e2e.pool.TestVm.random;
import static dev.lifeboat.e2e.pool.TestVm.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangedBlocksIT extends AgainstSimulator {

    @Test
    void aDiskIsWrittenSnapshottedComparedAndReadBack() throws IOException {
        assumeTrue(since(8), "changed blocks came with 7.3");
        try (var pool = connect()) {
            var vm = TestVm.create(pool, "compare");
            UUID disk = vm.disks().getFirst().vdiUuid();
            byte[] content = random(DISK_BYTES, 1);
            TestVm.writeAll(pool, disk, content);
            pool.enableCbt(disk);
            pool.enableCbt(disk);
            var first = snapshot(pool, vm);
            assertThat(readAll(pool, vdi(first))).isEqualTo(content);

            byte[] change = random(100_000, 2);
            TestVm.writeRange(pool, disk, 3 * MIB + 512, change);
            System.arraycopy(change, 0, content, 3 * MIB + 512, change.length);
            var second = snapshot(pool, vm);

            var changed = pool.listChangedBlocks(vdi(first), vdi(second));
            assertThat(changed.diskSizeBytes()).isEqualTo(DISK_BYTES);
            assertThat(changed.runs())
                    .as("blocks of 64 KiB that hold the written range")
                    .containsExactly(new ChangedBlocks.Run(3 * MIB, 2 * 65_536));
            assertThat(readAll(pool, vdi(second))).isEqualTo(content);

            assertThat(pool.keepChangeMetadata(first.uuid())).containsExactly(vdi(first));
            assertThat(pool.listChangedBlocks(vdi(first), vdi(second)).changedBytes())
                    .isEqualTo(2 * 65_536);
            assertThat(pool.findMarkedVdis("lifeboat:it"))
                    .filteredOn(MarkedVdi::metadataOnly)
                    .extracting(MarkedVdi::uuid)
                    .containsExactly(vdi(first));
            assertThatExceptionOfType(ChangedBlocksUnavailableException.class)
                    .isThrownBy(() -> pool.listChangedBlocks(vdi(second), vdi(first)));

            pool.destroyVdi(vdi(first));
            pool.destroyVdi(vdi(first));
            pool.destroySnapshot(second.uuid());
            pool.destroyVm(vm.uuid());
            assertThat(pool.findMarkedVdis("lifeboat:it")).isEmpty();
            assertThatExceptionOfType(XapiException.Gone.class).isThrownBy(() -> pool.vdi(disk));
        }
    }

    @Test
    void trackingThatIsTurnedOffEndsComparisons() {
        assumeTrue(since(8), "changed blocks came with 7.3");
        try (var pool = connect()) {
            var vm = TestVm.create(pool, "off");
            UUID disk = vm.disks().getFirst().vdiUuid();
            pool.enableCbt(disk);
            var first = snapshot(pool, vm);
            pool.disableCbt(disk);
            pool.disableCbt(disk);
            pool.enableCbt(disk);
            var second = snapshot(pool, vm);

            assertThatExceptionOfType(ChangedBlocksUnavailableException.class)
                    .isThrownBy(() -> pool.listChangedBlocks(vdi(first), vdi(second)));

            pool.destroySnapshot(first.uuid());
            pool.destroySnapshot(second.uuid());
            pool.destroyVm(vm.uuid());
        }
    }

    @Test
    void aReleaseThatTracksNothingSaysSoAndKeepsNothing() {
        assumeTrue(!since(8), "changed blocks came with 7.3");
        try (var pool = connect()) {
            var vm = TestVm.create(pool, "untracked");
            assertThatExceptionOfType(XapiException.Unsupported.class)
                    .isThrownBy(() -> pool.enableCbt(vm.disks().getFirst().vdiUuid()));
            var first = snapshot(pool, vm);
            var second = snapshot(pool, vm);

            assertThatExceptionOfType(ChangedBlocksUnavailableException.class)
                    .isThrownBy(() -> pool.listChangedBlocks(vdi(first), vdi(second)));
            assertThat(pool.keepChangeMetadata(first.uuid())).isEmpty();
            assertThat(pool.keepChangeMetadata(second.uuid())).isEmpty();

            assertThat(pool.findMarkedVdis("lifeboat:it")).isEmpty();
            pool.destroyVm(vm.uuid());
        }
    }

    private static VmSnapshot snapshot(XenPool pool, VirtualMachine vm) {
        return pool.takeSnapshot(new SnapshotRequest(vm.uuid(), "it", Set.of(), Map.of("lifeboat:it", "compare")));
    }

    private static UUID vdi(VmSnapshot snapshot) {
        return snapshot.disks().getFirst().snapshotVdiUuid();
    }
}
