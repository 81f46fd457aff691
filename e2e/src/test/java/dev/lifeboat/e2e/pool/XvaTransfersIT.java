package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.ImportTarget;
import dev.lifeboat.xen.MetadataExport;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmExport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.pool.XenPools;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.xva.OvaSynthesis;
import dev.lifeboat.xen.xva.OvaVersion;
import dev.lifeboat.xen.xva.OvaXml;
import dev.lifeboat.xen.xva.XvaChecksum;
import dev.lifeboat.xen.xva.XvaLength;
import dev.lifeboat.xen.xva.XvaReader;
import dev.lifeboat.xen.xva.XvaWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// VMs as XVA between the client and the simulator, which write and read the format each on its own.
class XvaTransfersIT {

    private static final int MIB = 1 << 20;
    private static final int DISK_BYTES = 6 * MIB;

    private final byte[] content = content();
    private PoolSimulator simulator;
    private XenPool pool;

    private static byte[] content() {
        byte[] content = new byte[DISK_BYTES];
        new Random(19).nextBytes(content);
        Arrays.fill(content, MIB, 4 * MIB, (byte) 0);
        return content;
    }

    private void start(String release) {
        simulator = PoolSimulator.start(
                PoolOptions.quick().profile(Profile.named(release)).credentials("root", "it"));
        var authority = new Trust.CaBundle(simulator.certificatesPem());
        pool = XenPools.connect(new PoolAccess(simulator.endpoints(), new Credentials("root", "it"), authority), "it");
    }

    @AfterEach
    void stop() {
        pool.close();
        simulator.close();
    }

    private UUID storage() {
        return pool.readInventory().storageRepositories().stream()
                .filter(StorageRepository::writable)
                .map(StorageRepository::uuid)
                .findFirst()
                .orElseThrow();
    }

    /// As old as any, so that every release takes it.
    private static OvaVersion version() {
        return new OvaVersion("it", "2014-01-01", "6.5.0", "XenServer", "1", 1, 0);
    }

    private static XvaChecksum checksum(String release) {
        return release.startsWith("8") && !release.equals("8.0") ? XvaChecksum.XXHASH : XvaChecksum.SHA1;
    }

    /// A VM whose records come from one that is there, and whose disk is ours.
    private OvaSynthesis.Synthesised description(String name) {
        var model = pool.readInventory().vms().stream()
                .filter(vm -> !vm.disks().isEmpty())
                .findFirst()
                .orElseThrow();
        return OvaSynthesis.of(
                pool.readRecords(model.uuid()),
                name,
                version(),
                Map.of(model.disks().getFirst().device(), (long) DISK_BYTES));
    }

    private void write(OutputStream out, OvaXml ova, XvaChecksum checksum) throws IOException {
        var writer = XvaWriter.open(out, ova, checksum);
        writer.nextDisk();
        writer.write(0, ByteBuffer.wrap(content, 0, MIB));
        writer.write(4 * MIB, ByteBuffer.wrap(content, 4 * MIB, 2 * MIB));
        writer.finish();
    }

    private VirtualMachine importVm(String release, String name) throws IOException {
        var made = description(name);
        try (var target = pool.transfers().importVm(ImportTarget.on(storage()))) {
            write(target.stream(), made.ova(), checksum(release));
            return pool.findVm(target.finish().getFirst()).orElseThrow();
        }
    }

    private byte[] raw(UUID vdi) throws IOException {
        try (var export = pool.exportRaw(vdi)) {
            byte[] read = export.stream().readAllBytes();
            export.finish();
            return read;
        }
    }

    private byte[] exported(UUID vm, Compression compression, Compression expected) throws IOException {
        var disks = new HashMap<String, byte[]>();
        var buffer = ByteBuffer.allocate(MIB);
        try (var export = pool.transfers().exportVm(new VmExport(vm, compression, false));
                var reader = XvaReader.open(export.stream())) {
            assertThat(reader.compression()).isEqualTo(expected);
            for (var next = reader.next(buffer); next.isPresent(); next = reader.next(buffer.clear())) {
                var block = next.get();
                byte[] disk = disks.computeIfAbsent(
                        block.disk().ref(), _ -> new byte[(int) block.disk().sizeBytes()]);
                buffer.get(disk, (int) block.offset(), block.lengthBytes());
            }
            export.finish();
        }
        assertThat(disks).hasSize(1);
        return disks.values().iterator().next();
    }

    @ParameterizedTest
    @CsvSource({"6.5, NONE", "7.2, GZIP", "8.2, ZSTD", "8.3, ZSTD"})
    void whatWeSynthesiseIsImportedAndComesBackExported(String release, Compression best) throws Exception {
        start(release);

        var vm = importVm(release, "synthesised");

        assertThat(vm.name()).isEqualTo("synthesised");
        assertThat(vm.disks()).hasSize(1);
        assertThat(raw(vm.disks().getFirst().vdiUuid())).isEqualTo(content);
        assertThat(exported(vm.uuid(), Compression.NONE, Compression.NONE)).isEqualTo(content);
        assertThat(exported(vm.uuid(), best, best)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.5", "8.2"})
    void theLengthOfAnArchiveCanBeAnnounced(String release) throws Exception {
        start(release);
        var made = description("announced");
        var extents = Map.of(
                made.disksByDevice().values().iterator().next(),
                List.of(new Extent(0, MIB), new Extent(4 * MIB, 2 * MIB)));
        long length = XvaLength.of(made.ova(), extents, checksum(release));
        var announced = new ImportTarget(Optional.of(storage()), false, false, OptionalLong.of(length));

        try (var target = pool.transfers().importVm(announced)) {
            write(target.stream(), made.ova(), checksum(release));
            assertThat(target.finish()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.2", "8.2"})
    void anArchiveIsRenamedOnItsWay(String release) throws Exception {
        start(release);
        var original = importVm(release, "original");
        var buffer = ByteBuffer.allocate(MIB);
        UUID copy;
        try (var export = pool.transfers().exportVm(new VmExport(original.uuid(), Compression.NONE, false));
                var reader = XvaReader.open(export.stream());
                var target = pool.transfers().importVm(ImportTarget.on(storage()))) {
            var writer =
                    XvaWriter.open(target.stream(), reader.ova().named("copy").notATemplate(), checksum(release));
            writer.nextDisk();
            for (var next = reader.next(buffer); next.isPresent(); next = reader.next(buffer.clear())) {
                writer.write(next.get().offset(), buffer);
            }
            export.finish();
            writer.finish();
            copy = target.finish().getFirst();
        }

        var vm = pool.findVm(copy).orElseThrow();
        assertThat(vm.name()).isEqualTo("copy");
        assertThat(raw(vm.disks().getFirst().vdiUuid())).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.5", "8.2"})
    void anArchiveThatIsCutLeavesNothingBehind(String release) {
        start(release);
        var before = pool.readInventory().vms().size();
        var made = description("cut");

        assertThatThrownBy(() -> {
                    try (var target = pool.transfers().importVm(ImportTarget.on(storage()))) {
                        var writer = XvaWriter.open(target.stream(), made.ova(), checksum(release));
                        writer.nextDisk();
                        writer.write(0, ByteBuffer.wrap(content, 0, 3 * MIB / 2));
                        target.finish();
                    }
                })
                .isInstanceOf(XapiException.class);
        assertThat(pool.readInventory().vms()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.5", "8.3"})
    void metadataIsAnArchiveOfTheDescriptionAlone(String release) throws Exception {
        start(release);
        var vm = pool.readInventory().vms().getFirst();

        try (var export = pool.transfers().exportMetadata(MetadataExport.of(vm.uuid()))) {
            var ova = XvaReader.description(export.stream());
            export.finish();
            assertThat(ova.vm().orElseThrow().fields().text("uuid"))
                    .isEqualTo(vm.uuid().toString());
        }
    }
}
