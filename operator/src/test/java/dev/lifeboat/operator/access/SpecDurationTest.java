package dev.lifeboat.operator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecDurationTest {

    @ParameterizedTest
    @CsvSource({"30s, PT30S", "10m, PT10M", "1h30m, PT1H30M", "90m, PT1H30M", "0s, PT0S"})
    void readsWhatTheCrdsAllow(String text, Duration duration) {
        assertThat(SpecDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "10x", "10m5", "-1h", " 1h"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> SpecDuration.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1h30m");
    }
}
