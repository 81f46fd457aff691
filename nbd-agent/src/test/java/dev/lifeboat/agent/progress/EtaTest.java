package dev.lifeboat.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.Progress.Phase;
import dev.lifeboat.repository.TickingClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a person sees while a disk that is zeros here and data there goes by.
class EtaTest {
    private static final long MIB = 1 << 20;

    private final TickingClock clock = new TickingClock();
    private final ProgressBoard board = new ProgressBoard(clock);

    @Test
    void burstsOfZerosDoNotShakeIt() {
        board.enter(Phase.Transferring);
        var disk = board.disk("0");
        disk.expect(10_000_000 * MIB);

        double before = 0;
        for (int second = 0; second < 1200; second++) {
            // Ten seconds of zeros, ten of data.
            disk.add(second / 10 % 2 == 0 ? 3000 * MIB : 100 * MIB);
            clock.advance(Duration.ofSeconds(1));
            double eta = board.now().etaSeconds().orElseThrow();
            if (second > 120) {
                assertThat(eta / before).as("second %d", second).isBetween(0.85, 1.15);
            }
            before = eta;
        }
        // Half the time at 3000, half at 100.
        assertThat(before).isBetween(0.85 * 10_000_000 / 1550 - 1200, 1.15 * 10_000_000 / 1550);
    }

    @Test
    void anEvenRateCountsDownEvenly() {
        board.enter(Phase.Transferring);
        var disk = board.disk("0");
        disk.expect(1000 * MIB);
        for (int second = 0; second < 300; second++) {
            clock.advance(Duration.ofSeconds(1));
            disk.add(MIB);
        }

        assertThat(board.now().etaSeconds().orElseThrow()).isBetween(690L, 740L);
        assertThat(board.now().disks().getFirst().etaSeconds())
                .isEqualTo(board.now().etaSeconds());
    }

    @Test
    void whatEarlierAgentsDidCountsAsDoneAndNotAsSpeed() {
        board.enter(Phase.Transferring);
        var disk = board.disk("0");
        disk.expect(1000);
        disk.resume(900);
        clock.advance(Duration.ofSeconds(9));
        disk.add(50);

        assertThat(board.now().doneBytes()).isEqualTo(950);
        assertThat(board.now().bytesPerSecond()).isEqualTo(5);
    }

    @Test
    void atTheEndNothingIsLeft() {
        board.enter(Phase.Transferring);
        var disk = board.disk("0");
        disk.expect(1000);
        disk.add(999);
        assertThat(board.now().disks().getFirst().etaSeconds()).isPresent();
        disk.complete();

        assertThat(board.now().doneBytes()).isEqualTo(board.now().totalBytes());
        assertThat(board.now().disks().getFirst().etaSeconds()).isEmpty();
    }
}
