package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import dev.lifeboat.simulator.Profile;
import dev.lifeboat.simulator.RunningVm;
import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The XAPI client against the pool simulator, two programs that were written from the same facts and know
/// nothing of each other: a misreading on either side shows here.
class XenClientAgainstSimulatorIT {

    private static final String PASSWORD = "it";
    private static final int MIB = 1 << 20;
    private static final int DISK_BYTES = 6 * MIB;

    private static PoolSimulator simulator;

    @BeforeAll
    static void startSimulator() {
        simulator = start(Profile.named("8.3"));
    }

    @AfterAll
    static void stopSimulator() {
        simulator.close();
    }

    private static PoolSimulator start(Profile profile) {
        return PoolSimulator.start(PoolOptions.quick().profile(profile).credentials("root", PASSWORD));
    }

    @Test
    void readsTheInventoryThatTheSimulatorAnnounces() {
        try (var pool = connect(0)) {
            var inventory = pool.readInventory();

            assertThat(inventory.pool().product()).isEqualTo("XCP-ng");
            assertThat(inventory.pool().version()).isEqualTo("8.3.0");
            assertThat(inventory.hosts()).hasSize(2).allMatch(host -> host.live() && host.enabled());
            assertThat(inventory.networks())
                    .anyMatch(network -> network.purposes().contains("nbd"));
            assertThat(inventory.storageRepositories()).anyMatch(sr -> sr.writable() && sr.cbtSupported());
            for (var announced : simulator.vms()) {
                var vm = machine(inventory.vms(), announced.uuid());
                assertThat(vm.name()).isEqualTo(announced.name());
                assertThat(vm.disks())
                        .extracting(disk -> disk.device() + " " + disk.vdiUuid() + " " + disk.virtualSizeBytes())
                        .containsExactlyElementsOf(disks(announced));
                assertThat(pool.findVm(vm.uuid())).contains(vm);
            }
        }
    }

    @Test
    void findsOutWhatTheReleaseCanDo() {
        try (var pool = connect(0)) {
            var capabilities = pool.capabilities();

            assertThat(capabilities.cbt()).isTrue();
            assertThat(capabilities.nbd()).isEqualTo(NbdState.TLS);
            assertThat(capabilities.ignoreVdis()).isTrue();
            assertThat(capabilities.quiesce()).isFalse();
            assertThat(capabilities.vtpm()).isTrue();
        }
    }

    @Test
    void aMemberLeadsToTheMaster() throws IOException {
        try (var pool = XenPool.connect(new PoolAccess(endpoint(1), credentials(), authority()), "it")) {
            assertThat(pool.readInventory().vms()).isNotEmpty();
        }
    }

    @Test
    void aWrongPasswordAndAWrongFingerprintAreToldApart() {
        var wrongPassword = new PoolAccess(endpoint(0), new Credentials("root", "wrong"), fingerprint());
        var wrongFingerprint =
                new PoolAccess(endpoint(0), credentials(), new Trust.Fingerprints(Set.of("0".repeat(64))));

        assertThatExceptionOfType(CredentialsRejectedException.class)
                .isThrownBy(() -> XenPool.connect(wrongPassword, "it"));
        assertThatExceptionOfType(CertificateNotTrustedException.class)
                .isThrownBy(() -> XenPool.connect(wrongFingerprint, "it"))
                .satisfies(e -> assertThat(fingerprint().sha256()).contains(e.presentedSha256()));
    }

    @Test
    void theAuthorityThatTheSimulatorNamesIsEnough() throws IOException {
        XenPool.connect(new PoolAccess(endpoint(0), credentials(), authority()), "it")
                .close();
    }

    @Test
    void snapshotsLeaveDisksOutAndAreMarkedFoundAndRemoved() {
        try (var pool = connect(0)) {
            var vm = pool.readInventory().vms().stream()
                    .filter(each -> each.disks().size() > 1)
                    .findFirst()
                    .orElseThrow();
            var excluded = vm.disks().get(1).vdiUuid();

            var taken = pool.takeSnapshot(
                    new SnapshotRequest(vm.uuid(), "it", Set.of(excluded), Map.of("lifeboat:it", "exclusion")));

            assertThat(taken.vmUuid()).isEqualTo(vm.uuid());
            assertThat(taken.disks())
                    .hasSize(vm.disks().size() - 1)
                    .noneMatch(disk -> disk.vdiUuid().equals(excluded));
            assertThat(pool.findSnapshots("lifeboat:it", "exclusion")).containsExactly(taken);
            assertThat(pool.nbdExports(taken.disks().getFirst().snapshotVdiUuid()))
                    .isNotEmpty()
                    .allMatch(export -> export.certificatePem().contains("BEGIN CERTIFICATE"));
            assertThat(pool.readRecords(taken.uuid()).tree()).containsKeys("vm", "vbds", "vdis", "vifs", "networks");
            pool.destroySnapshot(taken.uuid());
            assertThat(pool.findSnapshots("lifeboat:it", "exclusion")).isEmpty();
            assertThat(pool.findMarkedVdis("lifeboat:it")).isEmpty();
        }
    }

    @Test
    void aReleaseThatCannotLeaveDisksOutEndsWithTheSameSnapshot() throws Exception {
        try (var old = start(Profile.named("8.2"));
                var pool = XenPool.connect(
                        new PoolAccess(
                                List.of(old.endpoint()),
                                credentials(),
                                new Trust.Fingerprints(Set.of(old.fingerprint()))),
                        "it")) {
            assertThat(pool.capabilities().ignoreVdis()).isFalse();
            assertThat(pool.capabilities().cbt()).isTrue();
            var vm = pool.readInventory().vms().stream()
                    .filter(each -> each.disks().size() > 1)
                    .findFirst()
                    .orElseThrow();
            var excluded = vm.disks().get(1).vdiUuid();

            var taken = pool.takeSnapshot(
                    new SnapshotRequest(vm.uuid(), "it", Set.of(excluded), Map.of("lifeboat:it", "old")));

            assertThat(taken.disks())
                    .hasSize(vm.disks().size() - 1)
                    .noneMatch(disk -> disk.vdiUuid().equals(excluded));
            assertThat(pool.findSnapshotsNamed(vm.uuid(), "it")).containsExactly(taken);
            pool.destroySnapshot(taken.uuid());
            assertThat(pool.findMarkedVdis("lifeboat:it")).isEmpty();
        }
    }

    @Test
    void aDiskIsWrittenSnapshottedComparedAndReadBack() throws IOException {
        try (var pool = connect(0)) {
            var vm = newVm(pool, "compare");
            UUID disk = vm.disks().getFirst().vdiUuid();
            byte[] content = random(DISK_BYTES, 1);
            writeAll(pool, disk, content);
            pool.enableCbt(disk);
            var first = snapshot(pool, vm);
            assertThat(readAll(pool, vdi(first))).isEqualTo(content);

            byte[] change = random(100_000, 2);
            writeRange(pool, disk, 3 * MIB + 512, change);
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
            assertThatExceptionOfType(XapiException.class)
                    .isThrownBy(() -> pool.vdi(disk))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(XenException.Kind.GONE));
        }
    }

    @Test
    void aCreatedVmStartsOnlyWhenReleasedAndIsDestroyedWithItsDisks() {
        try (var pool = connect(0)) {
            var vm = newVm(pool, "start");

            assertThatExceptionOfType(XapiException.class)
                    .isThrownBy(() -> pool.startVm(vm.uuid()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("OPERATION_BLOCKED"));
            pool.releaseVm(vm.uuid(), "started");
            pool.startVm(vm.uuid());

            assertThat(pool.findVm(vm.uuid())).get().satisfies(running -> {
                assertThat(running.name()).isEqualTo("started");
                assertThat(running.powerState()).isEqualTo(PowerState.RUNNING);
                assertThat(running.nics())
                        .singleElement()
                        .satisfies(nic -> assertThat(nic.mac()).isNotEmpty());
            });
            pool.destroyVm(vm.uuid());
            assertThat(pool.findVm(vm.uuid())).isEmpty();
        }
    }

    @Test
    void aVmThatCannotBeBuiltLeavesNothing() {
        try (var pool = connect(0)) {
            var model = pool.readInventory().vms().getFirst();
            var creation = new VmCreation(
                    pool.readRecords(model.uuid()),
                    "never",
                    "",
                    Map.of("lifeboat:it", "never"),
                    false,
                    List.of(
                            new NewDisk("0", "a", storage(pool).uuid(), DISK_BYTES, true, false),
                            new NewDisk("0", "b", storage(pool).uuid(), DISK_BYTES, false, false)),
                    List.of());

            assertThatExceptionOfType(XapiException.class)
                    .isThrownBy(() -> pool.createVm(creation))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("DEVICE_ALREADY_EXISTS"));
            assertThat(pool.findVmsByMarker("lifeboat:it", "never")).isEmpty();
        }
    }

    private static VirtualMachine newVm(XenPool pool, String marker) {
        var inventory = pool.readInventory();
        var model = inventory.vms().getFirst();
        var created = pool.createVm(new VmCreation(
                pool.readRecords(model.uuid()),
                "it " + marker,
                "made by a test",
                Map.of("lifeboat:it", marker),
                false,
                List.of(new NewDisk("0", "it root", storage(pool).uuid(), DISK_BYTES, true, false)),
                List.of(new NewNic("0", inventory.networks().getFirst().uuid(), Optional.empty()))));
        var found = pool.findVmsByMarker("lifeboat:it", marker);
        assertThat(found).extracting(VirtualMachine::uuid).containsExactly(created.uuid());
        return found.getFirst();
    }

    private static VmSnapshot snapshot(XenPool pool, VirtualMachine vm) {
        return pool.takeSnapshot(new SnapshotRequest(vm.uuid(), "it", Set.of(), Map.of("lifeboat:it", "compare")));
    }

    private static UUID vdi(VmSnapshot snapshot) {
        return snapshot.disks().getFirst().snapshotVdiUuid();
    }

    private static void writeAll(XenPool pool, UUID disk, byte[] content) {
        try (DiskImport writing = pool.importRaw(disk, content.length)) {
            for (int offset = 0; offset < content.length; offset += MIB) {
                writing.write(offset, ByteBuffer.wrap(content, offset, Math.min(MIB, content.length - offset)));
            }
            writing.finish();
        }
    }

    private static void writeRange(XenPool pool, UUID disk, long offset, byte[] data) {
        try (DiskImport writing = pool.importChunked(disk, 12 + data.length + 12)) {
            writing.write(offset, ByteBuffer.wrap(data));
            writing.finish();
        }
    }

    private static byte[] readAll(XenPool pool, UUID disk) throws IOException {
        try (DiskExport reading = pool.exportRaw(disk)) {
            byte[] content = reading.stream().readAllBytes();
            reading.finish();
            return content;
        }
    }

    private static StorageRepository storage(XenPool pool) {
        return pool.readInventory().storageRepositories().stream()
                .filter(sr -> sr.writable() && sr.cbtSupported())
                .findFirst()
                .orElseThrow();
    }

    private static VirtualMachine machine(List<VirtualMachine> machines, String uuid) {
        return machines.stream()
                .filter(vm -> vm.uuid().toString().equals(uuid))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> disks(RunningVm vm) {
        return vm.disks().stream()
                .map(disk -> disk.userdevice() + " " + disk.vdiUuid() + " " + disk.sizeBytes())
                .toList();
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        Arrays.fill(bytes, length / 2, length / 2 + length / 8, (byte) 0);
        return bytes;
    }

    private static XenPool connect(int endpoint) {
        return XenPool.connect(new PoolAccess(endpoint(endpoint), credentials(), fingerprint()), "it");
    }

    private static List<URI> endpoint(int index) {
        return List.of(simulator.endpoints().get(index));
    }

    private static Credentials credentials() {
        return new Credentials("root", PASSWORD);
    }

    /// Each host has a certificate of its own, signed by this.
    private static Trust authority() {
        return new Trust.CaBundle(simulator.certificatesPem());
    }

    /// Of the first host.
    private static Trust.Fingerprints fingerprint() {
        return new Trust.Fingerprints(Set.of(simulator.fingerprint()));
    }
}
