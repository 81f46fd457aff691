package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallRuleTest {
    private static final long FAST = 100_000_000;

    private final StallRule watch = new StallRule(Duration.ofSeconds(60), 2 << 20);

    @Test
    void itLooksOnceInASecond() {
        assertThat(watch.tick()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aTrickleBesideAFastSiblingIsNoticedAfterTenSeconds() {
        var trickle = pace(10, 1000);
        var fast = pace(10, FAST);

        assertThat(verdict(9, trickle, fast)).isEmpty();
        assertThat(verdict(10, trickle, fast)).contains("brought 10000 bytes in the time");
        assertThat(verdict(10, fast, trickle)).isEmpty();
    }

    @Test
    void silenceBesideAFastSiblingIsNoticedAfterTenSeconds() {
        assertThat(verdict(10, pace(20, 0), pace(20, FAST))).contains("brought 0 bytes");
    }

    @Test
    void aSiblingThatIsSomewhatFasterIsNoReason() {
        assertThat(verdict(30, pace(30, FAST / 10), pace(30, FAST))).isEmpty();
    }

    @Test
    void siblingsThatBringNothingThemselvesAreNoMeasure() {
        assertThat(verdict(30, pace(30, 0), pace(30, 1000))).isEmpty();
    }

    @Test
    void aConnectionThatTricklesAfterBetterDaysIsNoticedAfterThirtySeconds() {
        var pace = new RecentBytes();
        long total = run(pace, 0, 20, FAST);
        total = run(pace, total, 29, 1000);
        assertThat(verdict(29, pace)).isEmpty();

        run(pace, total, 2, 1000);

        assertThat(verdict(31, pace)).contains("lately");
    }

    @Test
    void aServerThatAlwaysTrickledIsGivenUpAfterAMinute() {
        assertThat(verdict(59, pace(70, 1000))).isEmpty();
        assertThat(verdict(60, pace(70, 1000))).contains("only 60000 bytes in 60 s");
    }

    @Test
    void silenceIsGivenUpAfterAMinuteWhateverElse() {
        assertThat(verdict(60, pace(70, 0), pace(70, 0))).contains("no byte for 60 s");
    }

    @Test
    void aSlowServerIsPutUpWith() {
        assertThat(verdict(120, pace(70, 20_000))).isEmpty();
    }

    @Test
    void whoIsAskedNothingIsNeverSlow() {
        assertThat(verdict(0, pace(70, 0), pace(70, FAST))).isEmpty();
    }

    private String verdict(long waitingSeconds, RecentBytes pace, RecentBytes... others) {
        return watch.verdict(Duration.ofSeconds(waitingSeconds), pace, List.of(others))
                .orElse("");
    }

    private static RecentBytes pace(int seconds, long bytesPerSecond) {
        var pace = new RecentBytes();
        pace.sample(0);
        run(pace, 0, seconds, bytesPerSecond);
        return pace;
    }

    private static long run(RecentBytes pace, long from, int seconds, long bytesPerSecond) {
        long total = from;
        for (int i = 0; i < seconds; i++) {
            total += bytesPerSecond;
            pace.sample(total);
        }
        return total;
    }
}
