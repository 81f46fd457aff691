package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.agent.backup.Backup;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.agent.progress.Stopwatch;
import dev.lifeboat.agent.restore.Restore;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.TickingClock;
import dev.lifeboat.repository.objectstore.Bandwidth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Time stands still but while somebody waits for his turn: what passes then is what the bandwidth takes.
class BandwidthTest {
    private static final int DISK_BYTES = 16 << 20;
    private static final int RATE = 1 << 20;

    @AutoClose
    private final Scene scene = new Scene(DISK_BYTES);

    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    private final TickingClock clock = new TickingClock();
    private final AtomicReference<Duration> longest = new AtomicReference<>(Duration.ZERO);
    private final Instant start = clock.instant();
    private final Bandwidth bandwidth = new Bandwidth(RATE, clock, wait -> {
        longest.accumulateAndGet(wait, (most, next) -> next.compareTo(most) > 0 ? next : most);
        clock.advance(wait);
    });

    @Test
    void aBackupOverNbdReadsAtTheRateEvenly() throws Exception {
        scene.serve(_ -> new Script.Serve());

        backUp();

        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        assertThat(elapsed()).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
        assertThat(longest.get()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aBackupOverHttpsToo() throws Exception {
        backUp();

        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        assertThat(elapsed()).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
        assertThat(longest.get()).isLessThanOrEqualTo(Duration.ofMillis(130));
    }

    @Test
    void aRestoreWritesAtTheRate() throws Exception {
        scene.execute(scene.full("p-1"));
        try (var repository = Repository.open(scene.store)) {
            new Restore(scene.restore("p-1"), scene.pool, repository, board, Stopwatch.start(Clock.systemUTC()))
                    .run(bandwidth);
        }

        assertThat(elapsed()).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
        assertThat(longest.get()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(board.now().doneBytes()).isEqualTo(board.now().totalBytes()).isEqualTo(DISK_BYTES);
    }

    @Test
    void anOrderWithARateIsHeldToItAndSucceeds() throws Exception {
        scene.serve(_ -> new Script.Serve());
        var limited = scene.full(
                "p-1",
                new Transfer(
                        NbdTls.Disabled,
                        1,
                        1 << 20,
                        OnUnavailable.FallBack,
                        OnUnavailable.FallBack,
                        OptionalLong.of(DISK_BYTES)));

        long begin = System.nanoTime();
        var report = scene.execute(limited);

        assertThat(report)
                .isInstanceOfSatisfying(
                        BackupReport.class,
                        backup -> assertThat(backup.totals().readBytes()).isEqualTo(DISK_BYTES));
        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        // A second, less the quarter that is saved up and the last buffer.
        assertThat(System.nanoTime() - begin).isGreaterThan(600_000_000);
    }

    private void backUp() throws InterruptedException {
        try (var repository = Repository.open(scene.store)) {
            new Backup(scene.full("p-1"), scene.pool, repository, board, Stopwatch.start(Clock.systemUTC()))
                    .run(bandwidth);
        }
    }

    private Duration elapsed() {
        return Duration.between(start, clock.instant());
    }
}
