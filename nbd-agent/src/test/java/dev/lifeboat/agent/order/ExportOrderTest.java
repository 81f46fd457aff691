package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.Archives.Sparse;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import dev.lifeboat.repository.objectstore.FaultyObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.RetryPolicy;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.XvaReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A recovery point becomes an XVA beside its repository, without any pool.
class ExportOrderTest {
    private static final int MIB = 1 << 20;
    private static final ObjectKey USUAL = new ObjectKey("exports/web-p-1.xva");

    private final Scene scene = new Scene(MIB);
    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    private final Map<String, byte[]> disks = new TreeMap<>();

    @BeforeEach
    void aPoint() {
        var root = new byte[20 * MIB];
        new Random(1).nextBytes(root);
        Arrays.fill(root, MIB, 3 * MIB, (byte) 0);
        disks.put("0", root);
        disks.put("1", new byte[3 * MIB]);
        var sparse = new HashMap<String, Sparse>();
        disks.forEach((device, disk) -> sparse.put(device, Sparse.of(vdi(device), disk)));
        var metadata = new HashMap<>(Archives.records("snapshot of web", sparse).tree());
        metadata.put(
                "vm",
                Map.of(
                        "name_label",
                        "snapshot of web",
                        "other_config",
                        Map.of("lifeboat:backup-uid", "u", "folder", "/prod")));
        commit(metadata);
    }

    private void commit(Map<String, Object> metadata) {
        var header = new BackupHeader(
                new PointId("p-1"),
                Scene.VM,
                "web",
                new UUID(9, 9),
                "west",
                Instant.parse("2026-11-22T03:00:00Z"),
                Map.of(),
                new ObjectMapper().valueToTree(metadata),
                List.of(),
                List.of());
        var repository = Repository.open(scene.store);
        try (var session = repository.startBackup(header)) {
            var images = new ArrayList<DiskImage>();
            disks.forEach((device, disk) -> {
                var writer = session.disk(
                        new DiskDescription(device, vdi(device), "disk " + device, disk.length, device.equals("0")),
                        Optional.empty());
                writer.write(0, ByteBuffer.wrap(disk));
                images.add(writer.finish());
            });
            session.commit(images);
        }
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private static UUID vdi(String device) {
        return new UUID(3, Integer.parseInt(device));
    }

    private static ExportOrder order(String... skip) {
        return order(Optional.empty(), ArchiveCompression.None, skip);
    }

    private static ExportOrder order(Optional<String> key, ArchiveCompression compression, String... skip) {
        return new ExportOrder(
                "uid",
                new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled()),
                Scene.VM,
                "p-1",
                key,
                List.of(skip),
                compression,
                ExportOrder.Vtpm.Keep);
    }

    private FailureReport failure(ExportOrder order, ObjectStore store) {
        return (FailureReport) scene.execute(order, store, board);
    }

    private List<String> exports() {
        return scene.store.listAll("exports/").map(entry -> entry.key().value()).toList();
    }

    private Map<String, byte[]> read(ObjectKey key, Compression expected) throws IOException {
        var found = new TreeMap<String, byte[]>();
        try (var reader =
                XvaReader.open(new ByteArrayInputStream(scene.store.get(key).orElseThrow()))) {
            assertThat(reader.compression()).isEqualTo(expected);
            for (var disk : reader.ova().disks()) {
                found.put(disk.uuid(), new byte[(int) disk.sizeBytes()]);
            }
            var buffer = ByteBuffer.allocate(MIB);
            for (var next = reader.next(buffer); next.isPresent(); next = reader.next(buffer.clear())) {
                var block = next.get();
                buffer.get(found.get(block.disk().uuid()), (int) block.offset(), block.lengthBytes());
            }
        }
        return found;
    }

    @Test
    void everyByteOfEveryDiskIsInTheObjectAndTheReportSaysWhereAndWhat() throws Exception {
        var report = (ExportReport) scene.execute(order(), scene.store, board);

        var read = read(USUAL, Compression.NONE);
        assertThat(read.get(vdi("0").toString())).isEqualTo(disks.get("0"));
        assertThat(read.get(vdi("1").toString())).isEqualTo(disks.get("1"));
        assertThat(report.key()).isEqualTo(USUAL.value());
        assertThat(report.bytes()).isEqualTo(scene.store.size(USUAL).orElseThrow());
        assertThat(report.sha256()).isEqualTo(sha256(scene.store.get(USUAL).orElseThrow()));
        assertThat(report.disks())
                .contains(new ExportReport.ExportedDisk("0", 20L * MIB, 18L * MIB))
                .contains(new ExportReport.ExportedDisk("1", 3L * MIB, 0));
        assertThat(board.now().doneBytes()).isEqualTo(board.now().totalBytes()).isEqualTo(18L * MIB);
        assertThat(scene.pool.calls).isEmpty();
    }

    @Test
    void theVmHasItsNameAndNoMarkerByWhichItWereALeftoverOfOurs() throws Exception {
        scene.execute(order());

        try (var reader =
                XvaReader.open(new ByteArrayInputStream(scene.store.get(USUAL).orElseThrow()))) {
            var vm = reader.ova().vm().orElseThrow().fields();
            assertThat(vm.text("name_label")).isEqualTo("web");
            assertThat(vm.struct("other_config").members()).containsOnlyKeys("folder");
        }
    }

    @ParameterizedTest
    @CsvSource({"Gzip, GZIP", "Zstd, ZSTD"})
    void itIsCompressedAndNamedAsItIsAskedFor(ArchiveCompression asked, Compression compression) throws Exception {
        var report = (ExportReport) scene.execute(order(Optional.of("customers/a.xva"), asked));

        assertThat(report.key()).isEqualTo("exports/customers/a.xva");
        assertThat(read(new ObjectKey(report.key()), compression)).hasSize(2);
    }

    @Test
    void disksThatAreSkippedAreNotInIt() throws Exception {
        scene.execute(order("0"));

        assertThat(read(USUAL, Compression.NONE)).containsOnlyKeys(vdi("1").toString());
    }

    @Test
    void theSameOrderAgainEndsInTheSameReportAndAnotherObjectOfTheNameStays() {
        var first = (ExportReport) scene.execute(order());
        var again = (ExportReport) scene.execute(order());
        assertThat(again.sha256()).isEqualTo(first.sha256());
        assertThat(again.bytes()).isEqualTo(first.bytes());

        var other = failure(order("1"), scene.store);

        assertThat(other.reason()).isEqualTo(FailureReason.TargetExists);
        assertThat(other.message()).contains(USUAL.value()).contains("Choose another name");
        assertThat(scene.store.size(USUAL)).hasValue(first.bytes());
    }

    @Test
    void whateverTheStoreDoesThatPassesTheBytesAreRight() throws Exception {
        var faulty = FaultyObjectStore.with(scene.store, new Random(5))
                .failingBefore(0.2)
                .losingAnswers(0.2);

        assertThat(scene.execute(order(), patient(faulty), board)).isInstanceOf(ExportReport.class);
        assertThat(read(USUAL, Compression.NONE).get(vdi("0").toString())).isEqualTo(disks.get("0"));
    }

    /// Wherever it fails, from opening the repository to completing the object.
    @Test
    void aStoreThatFailsForGoodAtAnyCallLeavesNoObject() {
        var counting = new FailingObjectStore(scene.store, Integer.MAX_VALUE, Failure.BEFORE, Then.GO_ON);
        assertThat(scene.execute(order(), counting, board)).isInstanceOf(ExportReport.class);
        scene.store.delete(USUAL);
        // The last call gives the finished upload back.
        int calls = counting.calls() - 1;

        IntStream.range(0, calls).forEach(call -> {
            var failing = new FailingObjectStore(scene.store, call, Failure.BEFORE, Then.GO_ON);
            assertThat(failure(order(), failing).reason()).isEqualTo(FailureReason.StorageUnreachable);
            assertThat(exports()).as("call %d", call).isEmpty();
        });
    }

    @Test
    void whatCannotBeSaysSo() {
        var missing = new ExportOrder(
                "uid",
                order().repository(),
                Scene.VM,
                "p-9",
                Optional.empty(),
                List.of(),
                ArchiveCompression.None,
                ExportOrder.Vtpm.Keep);

        assertThat(failure(missing, scene.store).reason()).isEqualTo(FailureReason.PointMissing);
        assertThat(failure(order(Optional.of("../web.xva"), ArchiveCompression.None), scene.store)
                        .reason())
                .isEqualTo(FailureReason.InvalidOrder);
        assertThat(exports()).isEmpty();
    }

    private static ObjectStore patient(ObjectStore store) {
        return new RetryingObjectStore(store, RetryPolicy.standard(), () -> new Random(1), _ -> {});
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
