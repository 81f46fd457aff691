package dev.lifeboat.e2e.pool;

import static dev.lifeboat.e2e.pool.AgentScene.MIB;
import static dev.lifeboat.e2e.pool.AgentScene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.RestoreRoute.Archive.Identity;
import dev.lifeboat.agent.api.RestoreRoute.Disks.Format;
import dev.lifeboat.simulator.fault.CallFault;
import dev.lifeboat.xen.VirtualMachine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way of a disk out of a pool and back into it, by the agent, against pools of several releases; every byte is
/// compared with what the pool itself gives out.
class AgentRoutesIT {
    private static final DiskRead ALL = new DiskRead.All(FullReason.FirstBackup);

    @TempDir
    private Path folder;

    private AgentScene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.5", "7.2", "8.2", "8.3"})
    void overHttpsAloneAFullAsXvaAndDifferencesAsVhdMakeCompletePoints(String release) throws Exception {
        scene = new AgentScene(release, folder);
        var first = scene.snapshot("first");
        var full = scene.done(scene.backUp("p-1", first, DiskRoute.VmArchive, (_, _) -> ALL));
        scene.assertPointIsTheSnapshot("p-1", first);
        assertThat(full.disks()).extracting(DiskReport::protocol).containsOnly(Protocol.Xva);

        scene.write(0, 8 * MIB, TestVm.random(MIB, 11));
        scene.write(1, 5 * MIB, new byte[MIB]);
        var second = scene.snapshot("second");
        var delta = scene.done(scene.backUp(
                "p-2",
                second,
                DiskRoute.VhdStream,
                (device, _) -> new DiskRead.Changed("p-1", snapshotVdi(first, device))));

        scene.assertPointIsTheSnapshot("p-2", second);
        assertThat(delta.disks()).extracting(DiskReport::protocol).containsOnly(Protocol.Vhd);
        assertThat(delta.disks())
                .allSatisfy(line -> assertThat(line.fullReason()).isEmpty());
        assertThat(delta.totals().readBytes()).isEqualTo(4L * MIB);

        var raw = scene.done(scene.backUp("p-3", second, DiskRoute.RawStream, (_, _) -> ALL));
        scene.assertPointIsTheSnapshot("p-3", second);
        assertThat(raw.totals().readBytes()).isEqualTo(2L * AgentScene.DISK_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.5", "7.2", "8.2", "8.3"})
    void aPointComesBackAsVhdAndAsAnXvaThatThePoolImports(String release) throws Exception {
        scene = new AgentScene(release, folder);
        var snapshot = scene.snapshot("first");
        scene.done(scene.backUp("p-1", snapshot, DiskRoute.VhdStream, (_, _) -> ALL));
        for (var route : List.of(
                new RestoreRoute.Disks(Format.Vhd),
                new RestoreRoute.Disks(Format.Auto),
                new RestoreRoute.Disks(Format.Raw),
                new RestoreRoute.Archive(Identity.New))) {
            var report = scene.restore("p-1", route, false);

            for (int device = 0; device < 2; device++) {
                assertThat(scene.onPool(report.disks().get(device).vdiUuid()))
                        .as("%s, disk %s", route, device)
                        .isEqualTo(scene.onPool(snapshotVdi(snapshot, device)));
            }
            var vm = scene.pool.findVm(report.vmUuid()).orElseThrow();
            assertThat(vm.name()).isEqualTo("restored");
            assertThat(vm.nics()).hasSize(1);
            assertThat(vm.otherConfig())
                    .containsEntry("lifeboat:restore-uid", "p-1")
                    .doesNotContainKey("lifeboat:it");
            assertThat(vm.nics().getFirst().mac())
                    .isNotEqualTo(original().nics().getFirst().mac());
            scene.pool.releaseVm(report.vmUuid(), "released");
            scene.pool.startVm(report.vmUuid());
            scene.pool.destroyVm(report.vmUuid());
        }
    }

    private VirtualMachine original() {
        return scene.pool.findVm(scene.vm).orElseThrow();
    }

    @Test
    void anXvaKeepsMacsUnderANewUuidOrTheWholeIdentityOnceTheOriginalIsGone() throws Exception {
        scene = new AgentScene("8.2", folder);
        var snapshot = scene.snapshot("first");
        scene.done(scene.backUp("p-1", snapshot, DiskRoute.VmArchive, (_, _) -> ALL));
        var mac = original().nics().getFirst().mac();

        var copy = scene.restore("p-1", new RestoreRoute.Archive(Identity.New), true);

        assertThat(copy.vmUuid()).isNotEqualTo(scene.vm);
        assertThat(scene.pool
                        .findVm(copy.vmUuid())
                        .orElseThrow()
                        .nics()
                        .getFirst()
                        .mac())
                .isEqualTo(mac);
        scene.pool.destroySnapshot(snapshot.uuid());
        scene.pool.destroyVm(scene.vm);
        var same = scene.restore("p-1", new RestoreRoute.Archive(Identity.Original), true);
        assertThat(same.vmUuid()).isEqualTo(scene.vm);
        assertThat(original().nics().getFirst().mac()).isEqualTo(mac);
    }

    @Test
    void aRestoredXvaIsBlockedFromStarting() {
        scene = new AgentScene("8.3", folder);
        scene.done(scene.backUp("p-1", scene.snapshot("first"), DiskRoute.VmArchive, (_, _) -> ALL));

        var report = scene.restore("p-1", new RestoreRoute.Archive(Identity.New), false);

        var records = scene.pool.readRecords(report.vmUuid()).tree().get("vm");
        assertThat(String.valueOf(((java.util.Map<?, ?>) records).get("blocked_operations")))
                .contains("start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.2", "8.3"})
    void aFullOverNbdAsksForTheAllocatedBlocks(String release) throws Exception {
        scene = new AgentScene(release, folder);
        var snapshot = scene.snapshot("first");

        var report = scene.done(scene.backUp("p-1", snapshot, DiskRoute.Nbd, (_, _) -> ALL));

        scene.assertPointIsTheSnapshot("p-1", snapshot);
        for (int device = 0; device < 2; device++) {
            var line = report.disks().get(device);
            long allocated = scene.pool
                    .transfers()
                    .allocatedBlocks(snapshotVdi(snapshot, device))
                    .allocatedBytes();
            assertThat(line.readBytes()).isEqualTo(allocated).isLessThan(AgentScene.DISK_BYTES);
            assertThat(line.protocol()).isIn(Protocol.Nbd, Protocol.NbdTls);
            assertThat(line.detail()).isEmpty();
        }
    }

    /// At bytes that the shortest of the streams has, since the fault meets whichever disk asks first.
    @ParameterizedTest
    @ValueSource(longs = {0, 1000, MIB + 3, 2 * MIB})
    void anExportThatIsCutYieldsNoPointAndNothingStays(long bytes) throws Exception {
        scene = new AgentScene("8.2", folder);
        var snapshot = scene.snapshot("first");
        for (var route : List.of(DiskRoute.VmArchive, DiskRoute.VhdStream, DiskRoute.RawStream)) {
            scene.simulator.control().faults().truncateNextExport(bytes);

            var failure = scene.backUp("p-" + bytes, snapshot, route, (_, _) -> ALL);

            assertThat(failure).as("%s", route).isInstanceOf(FailureReport.class);
            assertThat(scene.hasPoint("p-" + bytes)).isFalse();
        }
        scene.done(scene.backUp("p-" + bytes, snapshot, DiskRoute.VmArchive, (_, _) -> ALL));
        scene.assertPointIsTheSnapshot("p-" + bytes, snapshot);
        assertThat(scene.pool.findTasks("lifeboat-agent")).noneMatch(dev.lifeboat.xen.PoolTask::running);
    }

    @Test
    void aTaskThatFailsYieldsNoPoint() {
        scene = new AgentScene("8.2", folder);
        var snapshot = scene.snapshot("first");
        scene.simulator
                .control()
                .faults()
                .next("export", 1, new CallFault.Failure("VDI_IO_ERROR", List.of("Device I/O errors")));

        var failure = scene.backUp("p-1", snapshot, DiskRoute.VmArchive, (_, _) -> ALL);

        assertThat(failure)
                .isInstanceOfSatisfying(
                        FailureReport.class,
                        report -> assertThat(report.message()).contains("VDI_IO_ERROR"));
        assertThat(scene.hasPoint("p-1")).isFalse();
    }

    @Test
    void aFullStorageRepositoryEndsARestoreAndNoVmStays() {
        scene = new AgentScene("8.2", folder);
        scene.done(scene.backUp("p-1", scene.snapshot("first"), DiskRoute.VmArchive, (_, _) -> ALL));
        int vms = scene.pool.readInventory().vms().size();
        scene.simulator.control().storageFull(true);
        for (var route : List.of(new RestoreRoute.Disks(Format.Vhd), new RestoreRoute.Archive(Identity.New))) {
            var failure = scene.tryRestore("p-1", route, false);

            assertThat(failure).as("%s: %s", route, failure).isInstanceOf(FailureReport.class);
            assertThat(scene.pool.readInventory().vms()).hasSize(vms);
        }
    }
}
