package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.SampleOrders.all;
import static dev.lifeboat.agent.order.Scene.MIB;
import static dev.lifeboat.agent.order.Scene.snapshotVdi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DiskRoute;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An XVA that does not arrive as a whole, or is of another VM than ordered, yields no point and leaves
/// nothing on the pool.
class ArchiveFailureTest {
    private final ArchivedVm vm = new ArchivedVm();
    private final Scene scene = vm.scene;

    /// At every kind of place: in the description, a header, a block, a checksum, the end.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0005, 0.01, 0.1, 0.25, 0.5, 0.77, 0.99, 0.9999})
    void anArchiveThatIsCutYieldsNoPointAndTheRetryBeginsAgain(double part) {
        scene.pool.transfers.cutAfter((int) (vm.bytes().length * part));

        var failure = scene.fail("p-1", vm.disks);

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();

        scene.pool.transfers.tampering = UnaryOperator.identity();
        scene.backUpAll("p-1", vm.disks);
        vm.assertEveryByteIsThere("p-1");
        assertThat(scene.store.listAll("sessions/")).isEmpty();
    }

    @Test
    void aBlockThatDoesNotAgreeWithItsChecksumYieldsNoPoint() {
        int middle = vm.bytes().length / 2;
        scene.pool.transfers.tampering = stream -> {
            var all = vm.bytes();
            all[middle] ^= 1;
            return new ByteArrayInputStream(all);
        };

        var failure = scene.fail("p-1", vm.disks);

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(failure.message()).contains("checksum");
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void anArchiveThatThePoolDisownsAtTheEndYieldsNoPoint() {
        scene.pool.failures.put("finishExport", new TransferFailedException("task failed: VDI_IO_ERROR"));

        assertThat(scene.fail("p-1", vm.disks).reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aSnapshotThatIsGoneIsSaidToBeGone() {
        scene.pool.failures.put("exportVm", XapiException.of("export", "HANDLE_INVALID", List.of("VM", "x")));

        assertThat(scene.fail("p-1", vm.disks).reason()).isEqualTo(FailureReason.SnapshotGone);
    }

    @Test
    void aDiskThatTheArchiveLacksOrHasInAnotherSizeIsRefused() {
        scene.pool.disks.put(snapshotVdi(7), new byte[MIB]);
        scene.pool.disks.put(snapshotVdi(0), new byte[MIB]);

        var missing = scene.fail("p-1", scene.disk(7, all(), DiskRoute.VmArchive));
        var other = scene.fail("p-1", scene.disk(0, all(), DiskRoute.VmArchive));

        assertThat(missing.reason()).isEqualTo(FailureReason.InvalidOrder);
        assertThat(missing.message()).contains("has no disk 7");
        assertThat(other.message()).contains("" + 9 * MIB).contains("" + MIB);
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void cancellingEndsTheStreamAndLeavesNothing() throws Exception {
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
        var outcome = new AtomicReference<Report>();
        agent.set(Thread.ofPlatform().unstarted(() -> outcome.set(scene.execute("p-1", vm.disks))));
        agent.get().start();
        assertThat(agent.get().join(Duration.ofSeconds(20))).isTrue();

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        FailureReport.class,
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
}
