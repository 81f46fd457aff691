package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a message says of a time can be typed as it is.
class SizesTest {

    @ParameterizedTest
    @ValueSource(strings = {"1s", "90s", "1m", "30m", "90m", "2h", "25h", "1d", "30d"})
    void aTimeIsToldAsItIsWritten(String text) {
        assertThat(Sizes.text(new Sizes.Time().convert(text))).isEqualTo(text);
    }
}
