package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.ExitCode;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.agent.progress.Patience;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.TickingClock;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Something hangs although it must not: the agent ends itself, and the next one goes on.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StalledAgentTest {
    private static final int DISK_BYTES = 16 << 20;

    @AutoClose
    private final Scene scene = new Scene(DISK_BYTES);

    private final TickingClock clock = new TickingClock();
    private final ProgressBoard board = new ProgressBoard(clock);
    private final AtomicReference<Report> outcome = new AtomicReference<>();

    @Test
    void aHostThatIsSilentForTenMinutesEndsTheRunAndTheNextOneGoesOn() throws Exception {
        var server = scene.serve(_ -> new Script.SilentAfter(9));
        var agent = start();
        await().atMost(Duration.ofSeconds(20)).until(() -> board.now().doneBytes() == 9 << 20);

        clock.advance(Patience.BLOCKS.most());
        assertThat(agent.join(Duration.ofMillis(300))).as("just slow").isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(agent.join(Duration.ofSeconds(30))).isTrue();

        assertStalled("Nothing moved for 10 minutes");
        server.awaitGoodByes(server.connections());
        scene.serve(_ -> new Script.Serve());
        var line = ((BackupReport) scene.execute(scene.full("p-1"))).disks().getFirst();
        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        assertThat(line.resumedBytes()).isEqualTo(9 << 20);
    }

    @Test
    void theFirstByteOfAnExportMayTakeHalfAnHourAndNoOtherOne() throws Exception {
        scene.pool.streams = stream -> new Stuck(stream, 0);
        var agent = start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> scene.pool.calls.contains("exportRaw " + Scene.SNAPSHOT_VDI));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> board.now().phase().name().equals("Transferring"));

        clock.advance(Duration.ofMinutes(34));
        assertThat(agent.join(Duration.ofMillis(300))).as("a busy host").isFalse();
        clock.advance(Duration.ofMinutes(2));
        assertThat(agent.join(Duration.ofSeconds(30))).isTrue();

        assertStalled("Nothing moved for 35 minutes");
        assertThat(scene.pool.calls).contains("closeExport " + Scene.SNAPSHOT_VDI);
    }

    @Test
    void aStreamThatStopsInTheMiddleIsGivenUpEarlier() throws Exception {
        scene.pool.streams = stream -> new Stuck(stream, 5 << 20);
        var agent = start();
        await().atMost(Duration.ofSeconds(20)).until(() -> board.now().doneBytes() >= 4 << 20);

        clock.advance(Patience.STREAM.most().plusSeconds(1));
        assertThat(agent.join(Duration.ofSeconds(30))).isTrue();

        assertStalled("Nothing moved for 25 minutes");
    }

    @Test
    void aPoolThatDoesNotAnswerWhileItIsPreparedIsGivenUpTooAndARestoreLeavesNoVm() throws Exception {
        scene.pool.hooks.put("createVm", Stuck::forEver);
        scene.serve(_ -> new Script.Serve());
        assertThat(scene.execute(scene.full("p-1"))).isInstanceOf(BackupReport.class);
        var agent =
                Thread.ofPlatform().start(() -> outcome.set(scene.execute(scene.restore("p-1"), scene.store, board)));
        await().atMost(Duration.ofSeconds(20)).until(() -> scene.pool.calls.contains("createVm web (restoring)"));

        clock.advance(Patience.POOL_TASK.most().plusSeconds(1));
        assertThat(agent.join(Duration.ofSeconds(30))).isTrue();

        assertStalled("in phase Preparing");
        assertThat(scene.pool.vms).isEmpty();
    }

    private Thread start() {
        return Thread.ofPlatform().start(() -> outcome.set(scene.execute(scene.full("p-1"), scene.store, board)));
    }

    private void assertStalled(String part) {
        var failure = (FailureReport) outcome.get();
        assertThat(failure.reason()).isEqualTo(FailureReason.Stalled);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.Retryable);
        assertThat(failure.message()).contains(part).contains("goes on from its checkpoint");
        assertThat(scene.pool.calls.getLast()).startsWith("close");
    }

    /// A stream that gives so many bytes and then nothing.
    static final class Stuck extends FilterInputStream {
        private long left;

        Stuck(InputStream stream, long bytes) {
            super(stream);
            this.left = bytes;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                try {
                    forEver();
                } catch (IllegalStateException e) {
                    throw new InterruptedIOException(e.getMessage());
                }
            }
            int count = super.read(target, offset, (int) Math.min(left, length));
            left -= count;
            return count;
        }

        static void forEver() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
