package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.StreamExport;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.pool.XenPools;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import dev.lifeboat.xen.vhd.VhdImage;
import dev.lifeboat.xen.vhd.VhdReader;
import dev.lifeboat.xen.vhd.VhdWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Disks as VHD between the client and the simulator, which write and read the format each on its own.
class VhdTransfersIT {

    private static final int BLOCK = 2 << 20;
    private static final int DISK_BYTES = 5 * BLOCK;

    private final Random random = new Random(17);
    private PoolSimulator simulator;
    private XenPool pool;
    private UUID vm;
    private UUID disk;

    @BeforeEach
    void makeAVm() {
        simulator = PoolSimulator.start(
                PoolOptions.quick().profile(Profile.named("8.2")).credentials("root", "it"));
        var authority = new Trust.CaBundle(simulator.certificatesPem());
        pool = XenPools.connect(new PoolAccess(simulator.endpoints(), new Credentials("root", "it"), authority), "it");
        var inventory = pool.readInventory();
        var storage = inventory.storageRepositories().stream()
                .filter(sr -> sr.writable() && sr.cbtSupported())
                .map(StorageRepository::uuid)
                .findFirst()
                .orElseThrow();
        var network = inventory.networks().getFirst().uuid();
        var made = pool.createVm(new VmCreation(
                pool.readRecords(inventory.vms().getFirst().uuid()),
                "vhd",
                "",
                Map.of(),
                false,
                List.of(new NewDisk("0", "root", storage, DISK_BYTES, true, false)),
                List.of(new NewNic("0", network, Optional.empty()))));
        vm = made.uuid();
        disk = made.disksByDevice().values().iterator().next();
    }

    @AfterEach
    void stop() {
        pool.close();
        simulator.close();
    }

    private byte[] block() {
        byte[] bytes = new byte[BLOCK];
        random.nextBytes(bytes);
        return bytes;
    }

    private UUID snapshotDisk(String name) {
        var snapshot = pool.takeSnapshot(new SnapshotRequest(vm, name, Set.of(), Map.of("lifeboat:it", name)));
        return snapshot.disks().getFirst().snapshotVdiUuid();
    }

    private void importVhd(Map<Integer, byte[]> blocks) throws IOException {
        var extents = blocks.keySet().stream()
                .sorted()
                .map(block -> new Extent((long) block * BLOCK, BLOCK))
                .toList();
        var allocated = AllocatedBlocks.touchedBy(DISK_BYTES, extents);
        var image = new VhdImage(DISK_BYTES, UUID.randomUUID(), Optional.empty());
        try (var target = pool.transfers().importVhd(disk, VhdWriter.lengthBytes(allocated))) {
            var writer = VhdWriter.open(target.stream(), image, allocated);
            for (var extent : extents) {
                writer.write(extent.offset(), ByteBuffer.wrap(blocks.get((int) (extent.offset() / BLOCK))));
            }
            writer.finish();
            target.finish();
        }
    }

    private static void overlay(StreamExport export, byte[] target) throws IOException {
        try (export) {
            var reader = VhdReader.open(export.stream());
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                var extent = next.get();
                reader.read(ByteBuffer.wrap(target, (int) extent.offset(), (int) extent.lengthBytes()));
            }
            export.finish();
        }
    }

    private byte[] raw(UUID vdi) throws IOException {
        try (var export = pool.exportRaw(vdi)) {
            byte[] content = export.stream().readAllBytes();
            export.finish();
            return content;
        }
    }

    @Test
    void fullAndDifferenceGiveTheDiskAsItIs() throws Exception {
        importVhd(Map.of(1, block(), 3, block()));
        var older = snapshotDisk("older");
        importVhd(Map.of(3, block(), 4, block()));
        var younger = snapshotDisk("younger");

        byte[] restored = new byte[DISK_BYTES];
        overlay(pool.transfers().exportVhd(older), restored);
        assertThat(restored).isEqualTo(raw(older));
        overlay(pool.transfers().exportVhd(younger, older), restored);

        assertThat(restored).isEqualTo(raw(younger)).isNotEqualTo(raw(older));
    }

    @Test
    void theBlocksThatWereEverWrittenAreKnownBeforeAnyIsRead() throws Exception {
        importVhd(Map.of(1, block(), 3, block()));
        var snapshot = snapshotDisk("allocated");

        var allocated = pool.transfers().allocatedBlocks(snapshot);

        assertThat(allocated.runs()).containsExactly(new Extent(BLOCK, BLOCK), new Extent(3L * BLOCK, BLOCK));
        byte[] whole = raw(snapshot);
        for (int at = 0; at < DISK_BYTES; at += BLOCK) {
            if (!allocated.isAllocated(at)) {
                assertThat(Arrays.mismatch(whole, at, at + BLOCK, new byte[BLOCK], 0, BLOCK))
                        .isEqualTo(-1);
            }
        }
    }
}
