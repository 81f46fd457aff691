package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.Archives.Sparse;
import dev.lifeboat.agent.Points;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.ExportReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.objectstore.FailingObjectStore;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import dev.lifeboat.repository.objectstore.FaultyObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.RetryPolicy;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.XvaReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A recovery point becomes an XVA beside its repository, without any pool.
class ExportOrderTest {
    private static final int MIB = 1 << 20;
    private static final ObjectKey USUAL = new ObjectKey("exports/web-p-1.xva");

    @AutoClose
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
        disks.forEach((device, disk) -> sparse.put(device, Sparse.of(Points.vdi(device), disk)));
        var metadata = new HashMap<>(Archives.records("snapshot of web", sparse).tree());
        metadata.put(
                "vm",
                Map.of(
                        "name_label",
                        "snapshot of web",
                        "other_config",
                        Map.of("lifeboat:backup-uid", "u", "folder", "/prod")));
        Points.commit(
                Repository.open(scene.store), Points.header("p-1", new ObjectMapper().valueToTree(metadata)), disks);
    }

    private static ExportOrder order(String... skip) {
        return order(Optional.empty(), ArchiveCompression.None, skip);
    }

    private static ExportOrder order(Optional<String> key, ArchiveCompression compression, String... skip) {
        return SampleOrders.export("p-1", key, compression, skip);
    }

    private FailureReport failure(ExportOrder order, ObjectStore store) {
        return (FailureReport) scene.execute(order, store, board);
    }

    private List<String> exports() {
        return scene.store.listAll("exports/").map(entry -> entry.key().value()).toList();
    }

    private Map<String, byte[]> read(ObjectKey key, Compression expected) throws IOException {
        return Archives.read(scene.store.get(key).orElseThrow(), expected);
    }

    @Test
    void everyByteOfEveryDiskIsInTheObjectAndTheReportSaysWhereAndWhat() throws Exception {
        var report = (ExportReport) scene.execute(order(), scene.store, board);

        var read = read(USUAL, Compression.NONE);
        assertThat(read.get(Points.vdi("0").toString())).isEqualTo(disks.get("0"));
        assertThat(read.get(Points.vdi("1").toString())).isEqualTo(disks.get("1"));
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

        assertThat(read(USUAL, Compression.NONE))
                .containsOnlyKeys(Points.vdi("1").toString());
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
        assertThat(read(USUAL, Compression.NONE).get(Points.vdi("0").toString()))
                .isEqualTo(disks.get("0"));
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
        var missing = SampleOrders.export("p-9", Optional.empty(), ArchiveCompression.None);

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
