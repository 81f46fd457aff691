package dev.lifeboat.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunTimesTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
    private static final Clock LATER = Clock.fixed(START.plusMillis(90_999), ZoneOffset.UTC);

    @Test
    void aRunTakesWholeSecondsFromItsStartToItsEnd() {
        var times = new RunTimes(LATER, Optional.of(START), Optional.empty());
        assertThat(times.duration()).isEmpty();

        times.finish();

        assertThat(times.startedAt()).isEqualTo(START);
        assertThat(times.finishedAt()).isEqualTo(START.plusSeconds(90));
        assertThat(times.duration()).contains(Duration.ofSeconds(90));
    }

    @Test
    void whatEndsBeforeItStartsHasNoDuration() {
        var times = new RunTimes(LATER, Optional.empty(), Optional.empty());

        times.finish();

        assertThat(times.duration()).isEmpty();
    }
}
