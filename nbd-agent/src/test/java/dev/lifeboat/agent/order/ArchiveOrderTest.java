package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.BackupScene.MIB;
import static dev.lifeboat.agent.order.BackupScene.SNAPSHOT;
import static dev.lifeboat.agent.order.BackupScene.disk;
import static dev.lifeboat.agent.order.BackupScene.full;
import static dev.lifeboat.agent.order.BackupScene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.Archives.Sparse;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.OvaXml;
import dev.lifeboat.xen.xva.XvaChecksum;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole VM as one XVA, unpacked on its way into all its disks.
class ArchiveOrderTest {
    private final BackupScene scene = new BackupScene();

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    /// A VM of three disks, one of them empty and one that ends within a block.
    private DiskBackup[] vm() {
        var disks = List.of(disk(9 * MIB, 1, 0, 3), disk(4 * MIB + 512, 2, 1, 2), new byte[3 * MIB]);
        var archived = new TreeMap<String, Sparse>();
        var orders = new DiskBackup[disks.size()];
        for (int device = 0; device < disks.size(); device++) {
            scene.pool.disks.put(snapshotVdi(device), disks.get(device));
            archived.put("" + device, Sparse.of(snapshotVdi(device), disks.get(device)));
            orders[device] = scene.disk(device, full(), DiskRoute.VmArchive);
        }
        scene.pool.transfers.archives.put(
                SNAPSHOT, compression -> Archives.write("web", archived, XvaChecksum.XXHASH, compression));
        return orders;
    }

    private byte[] bytes() {
        return scene.pool.transfers.archives.get(SNAPSHOT).apply(Compression.NONE);
    }

    private void assertEveryByteIsThere(String pointId) {
        for (int device = 0; device < 3; device++) {
            assertThat(scene.content(pointId, device)).isEqualTo(scene.pool.disks.get(snapshotVdi(device)));
        }
    }

    @ParameterizedTest
    @CsvSource({"None", "Gzip", "Zstd"})
    void oneStreamFillsAllDisksAndItsDescriptionIsKept(ArchiveCompression compression) throws Exception {
        var disks = vm();
        scene.compression = compression;

        var report = scene.backUpAll("p-1", disks);

        assertEveryByteIsThere("p-1");
        assertThat(report.disks()).extracting(DiskReport::device).containsExactly("0", "1", "2");
        var line = report.disks().getFirst();
        assertThat(line.protocol()).isEqualTo(Protocol.Xva);
        assertThat(line.fullReason()).contains(FullReason.FirstBackup);
        assertThat(line.readBytes()).isEqualTo(5L * MIB);
        assertThat(line.newBytes()).isBetween(3L * MIB, 4L * MIB);
        assertThat(scene.pool.calls).containsOnlyOnce("exportVm " + SNAPSHOT).contains("finishExport " + SNAPSHOT);
        assertThat(scene.board.now().doneBytes()).isEqualTo(scene.board.now().totalBytes());
        var header = scene.point("p-1").orElseThrow().header();
        var kept = header.attachments().stream()
                .filter(attachment -> attachment.name().equals("ova.xml"))
                .findFirst()
                .orElseThrow();
        assertThat(OvaXml.parse(kept.content()).disks()).hasSize(3);
        assertThat(header.vmMetadata().at("/vm/name_label").asText()).isEqualTo("web");
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void disksThatWereNotOrderedPassBy() {
        var disks = vm();

        scene.backUpAll("p-1", disks[1]);

        assertThat(scene.content("p-1", 1)).isEqualTo(scene.pool.disks.get(snapshotVdi(1)));
        assertThat(scene.point("p-1").orElseThrow().disks()).hasSize(1);
    }

    @Test
    void aDiskMayComeOnAnotherRouteBesidesTheArchive() {
        var disks = vm();

        var report = scene.backUpAll("p-1", disks[0], disks[1], scene.disk(2, full(), DiskRoute.VhdStream));

        assertEveryByteIsThere("p-1");
        assertThat(report.disks())
                .extracting(DiskReport::protocol)
                .containsExactly(Protocol.Xva, Protocol.Xva, Protocol.Vhd);
    }

    @Test
    void olderHostsSendSha1() {
        var disks = vm();
        var archived = new HashMap<String, Sparse>();
        scene.pool.disks.forEach(
                (vdi, content) -> archived.put("" + vdi.getLeastSignificantBits(), Sparse.of(vdi, content)));
        scene.pool.transfers.archives.put(
                SNAPSHOT, compression -> Archives.write("web", archived, XvaChecksum.SHA1, compression));

        scene.backUpAll("p-1", disks);

        assertEveryByteIsThere("p-1");
    }

    /// At every kind of place: in the description, a header, a block, a checksum, the end.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0005, 0.01, 0.1, 0.25, 0.5, 0.77, 0.99, 0.9999})
    void anArchiveThatIsCutYieldsNoPointAndTheRetryBeginsAgain(double part) {
        var disks = vm();
        int most = (int) (bytes().length * part);
        scene.pool.transfers.tampering = stream -> cut(stream, most);

        var failure = scene.fail("p-1", disks);

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();

        scene.pool.transfers.tampering = UnaryOperator.identity();
        scene.backUpAll("p-1", disks);
        assertEveryByteIsThere("p-1");
        assertThat(scene.store.listAll("sessions/")).isEmpty();
    }

    private static InputStream cut(InputStream stream, int most) {
        try {
            return new ByteArrayInputStream(stream.readNBytes(most));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aBlockThatDoesNotAgreeWithItsChecksumYieldsNoPoint() {
        var disks = vm();
        int middle = bytes().length / 2;
        scene.pool.transfers.tampering = stream -> {
            var all = bytes();
            all[middle] ^= 1;
            return new ByteArrayInputStream(all);
        };

        var failure = scene.fail("p-1", disks);

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(failure.message()).contains("checksum");
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void anArchiveThatThePoolDisownsAtTheEndYieldsNoPoint() {
        var disks = vm();
        scene.pool.failures.put("finishExport", new TransferFailedException("task failed: VDI_IO_ERROR"));

        assertThat(scene.fail("p-1", disks).reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aSnapshotThatIsGoneIsSaidToBeGone() {
        var disks = vm();
        scene.pool.failures.put("exportVm", XapiException.of("export", "HANDLE_INVALID", List.of("VM", "x")));

        assertThat(scene.fail("p-1", disks).reason()).isEqualTo(FailureReason.SnapshotGone);
    }

    @Test
    void aDiskThatTheArchiveLacksOrHasInAnotherSizeIsRefused() {
        vm();
        scene.pool.disks.put(snapshotVdi(7), new byte[MIB]);
        scene.pool.disks.put(snapshotVdi(0), new byte[MIB]);

        var missing = scene.fail("p-1", scene.disk(7, full(), DiskRoute.VmArchive));
        var other = scene.fail("p-1", scene.disk(0, full(), DiskRoute.VmArchive));

        assertThat(missing.reason()).isEqualTo(FailureReason.InvalidOrder);
        assertThat(missing.message()).contains("has no disk 7");
        assertThat(other.message()).contains("" + 9 * MIB).contains("" + MIB);
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void cancellingEndsTheStreamAndLeavesNothing() throws Exception {
        var disks = vm();
        var agent = new AtomicReference<Thread>();
        scene.pool.transfers.tampering = stream -> new InputStream() {
            private int left = 5 * MIB;

            @Override
            public int read() {
                throw new AssertionError("bytes come in arrays");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (left < 0) {
                    agent.get().interrupt();
                    untilInterrupted();
                }
                int count = stream.read(target, offset, length);
                left -= count;
                return count;
            }
        };
        var outcome = new AtomicReference<dev.lifeboat.agent.api.Report>();
        agent.set(Thread.ofPlatform().unstarted(() -> outcome.set(scene.execute("p-1", disks))));
        agent.get().start();
        assertThat(agent.get().join(java.time.Duration.ofSeconds(20))).isTrue();

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        dev.lifeboat.agent.api.FailureReport.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.Cancelled));
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();
    }

    private static void untilInterrupted() throws IOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("closed by an interrupt", e);
        }
    }

    /// Its map has two million cells; its bytes are 200 MiB, of which never more than the buffers are in memory.
    @Test
    void aSparseVmOfTwoTebibytesCostsWhatItHolds() {
        long sizeBytes = 2L << 40;
        var block = new byte[MIB];
        var blocks = new TreeMap<Long, byte[]>();
        for (long at = 0; at < sizeBytes; at += sizeBytes / 40) {
            blocks.put(at / MIB * MIB, block);
        }
        blocks.put(sizeBytes - MIB, block);
        new Random(5).nextBytes(block);
        var sparse = new Sparse(snapshotVdi(0), sizeBytes, blocks);
        scene.pool.transfers.archives.put(
                SNAPSHOT, compression -> Archives.write("big", Map.of("0", sparse), XvaChecksum.XXHASH, compression));
        var order = new DiskBackup(
                "0", new java.util.UUID(3, 0), snapshotVdi(0), "big", sizeBytes, true, full(), DiskRoute.VmArchive);

        var line = scene.backUp("p-1", order);

        assertThat(line.readBytes()).isEqualTo((long) blocks.size() * MIB);
        var image = scene.point("p-1").orElseThrow().disks().getFirst();
        assertThat(image.allocatedBytes()).isEqualTo((long) blocks.size() * MIB);
        var reader = Repository.open(scene.store).reader(image);
        var read = ByteBuffer.allocate(MIB);
        blocks.keySet().forEach(at -> {
            reader.read(at, read.clear());
            assertThat(Arrays.equals(read.array(), block)).isTrue();
        });
    }
}
