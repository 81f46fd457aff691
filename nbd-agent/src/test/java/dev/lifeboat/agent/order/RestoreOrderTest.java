package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.FakePool;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreOrder.UnmappedNetwork;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.RestoreRoute.Archive.Identity;
import dev.lifeboat.agent.api.RestoreRoute.Disks.Format;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.TransferFailedException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whole restore orders: a recovery point in a repository in memory, a pool in memory.
class RestoreOrderTest {
    private static final int PIECE = 64 << 10;
    private static final UUID VM = new UUID(1, 1);
    private static final UUID LOCAL = new UUID(20, 1);
    private static final UUID RAW = new UUID(20, 2);
    private static final UUID ISO = new UUID(20, 3);
    private static final UUID LAN = new UUID(30, 1);
    private static final UUID SOURCE_LAN = new UUID(31, 1);
    private static final Map<String, String> MARKERS = Map.of("lifeboat:restore-uid", "uid", "lifeboat:owner", "c1");

    private final FakePool pool = new FakePool();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final byte[][] disks = {new byte[(6 << 20) + 5 * PIECE + 512], new byte[3 << 20]};

    @BeforeEach
    void aPointAndAPool() {
        new Random(1).nextBytes(disks[0]);
        java.util.Arrays.fill(disks[0], PIECE, 5 * PIECE, (byte) 0);
        java.util.Arrays.fill(disks[0], 2 << 20, 4 << 20, (byte) 0);
        new Random(2).nextBytes(disks[1]);
        backUp();
        pool.inventory = Optional.of(new Inventory(
                new Pool(new UUID(9, 9), "west", new UUID(8, 8), Optional.of(LOCAL), "XCP-ng", "8.3.0", "2.21"),
                List.of(),
                List.of(sr(LOCAL, "ext", true), sr(RAW, "linstor", true), sr(ISO, "iso", false)),
                List.of(new Network(LAN, "lan", Set.of())),
                List.of()));
    }

    @Test
    void everyByteComesBackAndHolesAreNotSent() {
        pool.caveats = List.of("It goes without a virtual TPM");
        var report = (RestoreReport) execute(order(Map.of(), Map.of(), UnmappedNetwork.MatchByName));

        var created = pool.lastCreation.orElseThrow();
        assertThat(restored(report, 0)).isEqualTo(disks[0]);
        assertThat(restored(report, 1)).isEqualTo(disks[1]);
        assertThat(report.writtenBytes()).isEqualTo(disks[0].length + disks[1].length - (2 << 20) - 4 * PIECE);
        assertThat(report.verifiedBytes()).isEqualTo(report.writtenBytes());
        assertThat(report.caveats()).isEqualTo(pool.caveats);
        assertThat(created.temporaryName()).isEqualTo("web (restoring)");
        assertThat(created.nics()).containsExactly(new NewNic("0", LAN, Optional.empty()));
        assertThat(created.records().tree()).containsKey("vm");
        assertThat(pool.vms.get(report.vmUuid()).otherConfig()).isEqualTo(MARKERS);
    }

    @Test
    void storageWhoseNewDisksAreNotZeroGetsEveryByte() {
        var report = (RestoreReport) execute(order(Map.of("0", RAW), Map.of(), UnmappedNetwork.Disconnect));

        assertThat(restored(report, 0)).isEqualTo(disks[0]);
        assertThat(report.disks().getFirst().writtenBytes()).isEqualTo(disks[0].length);
        assertThat(report.verifiedBytes()).isLessThan(report.writtenBytes());
        assertThat(pool.calls).anyMatch(call -> call.startsWith("importRaw"));
        assertThat(pool.lastCreation.orElseThrow().nics()).isEmpty();
    }

    @Test
    void aMappedNetworkIsTakenAndMacsAreKeptWhenAsked() {
        var order = order(Map.of(), Map.of(SOURCE_LAN, LAN), UnmappedNetwork.Fail);

        execute(new RestoreOrder(
                order.orderId(),
                order.pool(),
                order.repository(),
                order.transfer(),
                order.sourceVmUuid(),
                order.pointId(),
                order.temporaryName(),
                order.description(),
                order.markers(),
                order.defaultSr(),
                order.srByDevice(),
                List.of("1"),
                order.networks(),
                order.unmappedNetwork(),
                true));

        var created = pool.lastCreation.orElseThrow();
        assertThat(created.nics()).containsExactly(new NewNic("0", LAN, Optional.of("aa:bb:cc:dd:ee:ff")));
        assertThat(created.disks()).hasSize(1);
    }

    @Test
    void whatHasNoPlaceInThePoolIsNamed() {
        var network = (FailureReport) execute(order(Map.of(), Map.of(), UnmappedNetwork.Fail));
        var missing =
                (FailureReport) execute(order(Map.of(), Map.of(SOURCE_LAN, new UUID(0, 7)), UnmappedNetwork.Fail));
        var sr = (FailureReport) execute(order(Map.of("1", ISO), Map.of(), UnmappedNetwork.Disconnect));

        assertThat(network.reason()).isEqualTo(FailureReason.NetworkUnmapped);
        assertThat(network.message()).contains("'lan'").contains(SOURCE_LAN.toString());
        assertThat(missing.reason()).isEqualTo(FailureReason.TargetMissing);
        assertThat(sr.reason()).isEqualTo(FailureReason.TargetMissing);
        assertThat(sr.message()).contains("Disk 1").contains(ISO.toString());
        assertThat(pool.vms).isEmpty();
    }

    @Test
    void anUnknownPointIsSaidToBeMissing() {
        store.listAll("points/").map(ObjectEntry::key).toList().forEach(store::delete);

        var failure = (FailureReport) execute(order(Map.of(), Map.of(), UnmappedNetwork.Disconnect));

        assertThat(failure.reason()).isEqualTo(FailureReason.PointMissing);
    }

    @Test
    void whatAnEarlierTryLeftBehindIsDestroyedFirst() {
        var leftover = UUID.randomUUID();
        var other = UUID.randomUUID();
        pool.addVm(leftover, "web (restoring)", MARKERS);
        pool.addVm(other, "other", Map.of("lifeboat:restore-uid", "uid", "lifeboat:owner", "c2"));

        var report = (RestoreReport) execute(order(Map.of(), Map.of(), UnmappedNetwork.Disconnect));

        assertThat(pool.vms.keySet()).containsExactlyInAnyOrder(other, report.vmUuid());
    }

    @Test
    void aPoolThatFailsTheImportHasNoVmLeft() {
        for (var step : List.of("createVm", "importChunked", "write", "finishImport")) {
            pool.failures.clear();
            pool.failures.put(step, new TransferFailedException(step + " broke"));

            var failure = (FailureReport) execute(order(Map.of(), Map.of(), UnmappedNetwork.Disconnect));

            assertThat(failure.reason()).as(step).isIn(FailureReason.DiskWriteFailed, FailureReason.DiskReadFailed);
            assertThat(pool.vms).as(step).isEmpty();
        }
    }

    @Test
    void aDamagedPackEndsTheRestoreAndNamesTheObject() {
        var pack = store.listAll("packs/").findFirst().orElseThrow().key();
        var content = store.get(pack).orElseThrow();
        for (int i = 100; i < content.length - 4096; i += 50_000) {
            content[i] ^= 1;
        }
        store.put(pack, ByteBuffer.wrap(content));

        var failure = (FailureReport) execute(order(Map.of(), Map.of(), UnmappedNetwork.Disconnect));

        assertThat(failure.reason()).isEqualTo(FailureReason.RepositoryDamaged);
        assertThat(failure.message()).contains(pack.value());
        assertThat(pool.vms).isEmpty();
    }

    @Test
    void interruptingCancelsAndLeavesNoVm() throws Exception {
        var writes = new ArrayList<Integer>();
        var first = new java.util.concurrent.CountDownLatch(1);
        pool.onWrite = () -> {
            synchronized (writes) {
                writes.add(1);
            }
            first.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform()
                .start(() -> outcome.set(execute(order(Map.of(), Map.of(), UnmappedNetwork.Disconnect))));
        first.await();

        agent.interrupt();
        await().atMost(Duration.ofSeconds(8)).until(() -> outcome.get() != null);

        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        assertThat(pool.vms).isEmpty();
        assertThat(pool.calls.getLast()).startsWith("close");
    }

    @Test
    void asVhdJustTheBlocksWithContentAreSent() {
        var order = order(Map.of(), Map.of(), UnmappedNetwork.Disconnect).on(new RestoreRoute.Disks(Format.Vhd));

        var report = (RestoreReport) execute(order);

        assertThat(restored(report, 0)).isEqualTo(disks[0]);
        assertThat(restored(report, 1)).isEqualTo(disks[1]);
        assertThat(report.disks().getFirst().writtenBytes()).isEqualTo(disks[0].length - (2 << 20));
        assertThat(pool.calls.stream().filter(call -> call.startsWith("importVhd")))
                .hasSize(2);
    }

    @Test
    void whatWasAskedForDoesNotGoBeforeWhatTheStorageTakes() {
        var order =
                order(Map.of("0", RAW), Map.of(), UnmappedNetwork.Disconnect).on(new RestoreRoute.Disks(Format.Vhd));

        var report = (RestoreReport) execute(order);

        assertThat(restored(report, 0)).isEqualTo(disks[0]);
        assertThat(report.disks().getFirst().writtenBytes()).isEqualTo(disks[0].length);
    }

    @Test
    void asAnArchiveThePoolMakesTheVm() {
        var report = (RestoreReport) execute(archive(Map.of(), UnmappedNetwork.MatchByName, Identity.New));

        assertThat(restored(report, 0)).isEqualTo(disks[0]);
        assertThat(restored(report, 1)).isEqualTo(disks[1]);
        var vm = pool.vms.get(report.vmUuid());
        assertThat(vm.name()).isEqualTo("web (restoring)");
        assertThat(vm.otherConfig()).containsAllEntriesOf(MARKERS);
        assertThat(pool.transfers.lastTarget.orElseThrow().restore()).isFalse();
        assertThat(pool.calls).contains("blockStart " + report.vmUuid()).noneMatch(call -> call.startsWith("createVm"));
    }

    @Test
    void whatAnArchiveCannotSayIsRefusedWithWhatToDoInstead() {
        var twoStores = (FailureReport)
                execute(archive(Map.of("0", RAW, "1", LOCAL), UnmappedNetwork.Disconnect, Identity.New));
        pool.addVm(VM, "web", Map.of());
        var exists = (FailureReport) execute(archive(Map.of(), UnmappedNetwork.Disconnect, Identity.Original));

        assertThat(twoStores.reason()).isEqualTo(FailureReason.InvalidOrder);
        assertThat(twoStores.message()).contains("disk by disk");
        assertThat(exists.reason()).isEqualTo(FailureReason.TargetExists);
        assertThat(exists.message()).contains("would be destroyed");
        assertThat(pool.vms).containsOnlyKeys(VM);
    }

    @Test
    void aPoolThatFailsAnImportOnAnotherRouteHasNoVmLeftEither() {
        for (var route : List.of(new RestoreRoute.Disks(Format.Vhd), new RestoreRoute.Archive(Identity.New))) {
            for (var step : List.of("importVhd", "importVm", "write", "finishImport", "blockStart")) {
                pool.failures.clear();
                pool.failures.put(step, new TransferFailedException(step + " broke"));

                var report = execute(
                        order(Map.of(), Map.of(), UnmappedNetwork.Disconnect).on(route));

                if (report instanceof FailureReport) {
                    assertThat(pool.vms).as("%s %s", route, step).isEmpty();
                } else {
                    assertThat(pool.calls).as("%s %s", route, step).noneMatch(call -> call.startsWith(step + " "));
                    pool.vms.clear();
                }
                pool.calls.clear();
            }
        }
    }

    @Test
    void interruptingAnArchiveCancelsIt() throws Exception {
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform()
                .unstarted(() -> outcome.set(execute(archive(Map.of(), UnmappedNetwork.Disconnect, Identity.New))));
        pool.onWrite = agent::interrupt;
        agent.start();
        await().atMost(Duration.ofSeconds(8)).until(() -> outcome.get() != null);

        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        assertThat(pool.vms).isEmpty();
        assertThat(pool.calls).contains("closeImport VM");
    }

    private static RestoreOrder archive(Map<String, UUID> stores, UnmappedNetwork unmapped, Identity identity) {
        return order(stores, Map.of(), unmapped).on(new RestoreRoute.Archive(identity));
    }

    private Report execute(RestoreOrder order) {
        return new Orders(
                        new Doors(_ -> pool, _ -> store, new KeyDoor(Optional.empty())),
                        new ProgressBoard(Clock.systemUTC()),
                        Clock.systemUTC())
                .execute(order);
    }

    private byte[] restored(RestoreReport report, int device) {
        return pool.disks.get(report.disks().get(device).vdiUuid());
    }

    private void backUp() {
        Map<String, Object> records = Map.of(
                "vm",
                Map.of("name_label", "web"),
                "vbds",
                Map.of(
                        "OpaqueRef:b0", Map.of("type", "Disk", "userdevice", "0", "VDI", "OpaqueRef:d0"),
                        "OpaqueRef:b1", Map.of("type", "Disk", "userdevice", "1", "VDI", "OpaqueRef:d1")),
                "vdis",
                Map.of("OpaqueRef:d0", Map.of("uuid", "d0"), "OpaqueRef:d1", Map.of("uuid", "d1")),
                "vifs",
                Map.of("OpaqueRef:v", Map.of("device", "0", "MAC", "aa:bb:cc:dd:ee:ff", "network", "OpaqueRef:n")),
                "networks",
                Map.of("OpaqueRef:n", Map.of("uuid", SOURCE_LAN.toString(), "name_label", "lan")));
        var header = new BackupHeader(
                new PointId("p-1"),
                VM,
                "web",
                new UUID(9, 9),
                "west",
                Instant.parse("2026-11-22T03:00:00Z"),
                Map.of(),
                new ObjectMapper().valueToTree(records));
        var repository = Repository.openOrCreate(store, RepositoryOptions.unencrypted());
        try (var session = repository.startBackup(header)) {
            var images = new ArrayList<DiskImage>();
            for (int i = 0; i < disks.length; i++) {
                var writer = session.disk(
                        new DiskDescription("" + i, new UUID(3, i), "d" + i, disks[i].length, i == 0),
                        Optional.empty());
                writer.write(0, ByteBuffer.wrap(disks[i]));
                images.add(writer.finish());
            }
            session.commit(images);
        }
    }

    private static StorageRepository sr(UUID uuid, String type, boolean writable) {
        return new StorageRepository(uuid, type, type, false, writable, true, 1L << 40, 1L << 40, true, Set.of());
    }

    private static RestoreOrder order(
            Map<String, UUID> srByDevice, Map<UUID, UUID> networks, UnmappedNetwork unmapped) {
        return new RestoreOrder(
                "uid",
                new PoolAccess(List.of(URI.create("https://pool.example")), new PoolTrust.Insecure()),
                new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled()),
                new Transfer(NbdTls.Disabled, 2, 256 << 10, OnUnavailable.Fail, OnUnavailable.Fail),
                VM,
                "p-1",
                "web (restoring)",
                "restored",
                MARKERS,
                Optional.empty(),
                srByDevice,
                List.of(),
                networks,
                unmapped,
                false);
    }
}
