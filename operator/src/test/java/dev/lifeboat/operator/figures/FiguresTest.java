package dev.lifeboat.operator.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.crds.ProgressStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    private static Progress progress(long done) {
        return new Progress("o", Progress.Phase.Transferring, done, 200, 10, OptionalLong.of(5), List.of());
    }

    @ParameterizedTest
    @CsvSource({"0,0,0%", "0,10,0%", "1,3,33%", "999,1000,99%", "10,10,100%", "11,10,100%"})
    void aShareIsAHundredOnlyWhenNothingIsMissing(long done, long total, String expected) {
        assertThat(Figures.percent(done, total)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "59,59s", "60,1m00s", "310,5m10s", "3600,1h00m", "11220,3h07m", "-5,0s"})
    void aDurationHasTwoPartsAtMost(long seconds, String expected) {
        assertThat(Figures.duration(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @Test
    void progressIsWrittenAtMostEveryTenSeconds() {
        var first = ProgressText.of(Optional.empty(), progress(20), NOW);
        assertThat(first).isEqualTo(new ProgressStatus(20, 200, "10%", 10, 5L, NOW));

        assertThat(ProgressText.of(Optional.of(first), progress(30), NOW.plusSeconds(9)))
                .isEqualTo(first);
        assertThat(ProgressText.of(Optional.of(first), progress(30), NOW.plusSeconds(10))
                        .bytesDone())
                .isEqualTo(30);
    }

    @Test
    void aTransferThatDoesNotMoveIsNotWrittenAgain() {
        var first = ProgressText.of(Optional.empty(), progress(20), NOW);
        assertThat(ProgressText.of(Optional.of(first), progress(20), NOW.plusSeconds(60)))
                .isEqualTo(first);
    }
}
