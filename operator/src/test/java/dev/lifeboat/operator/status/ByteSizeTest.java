package dev.lifeboat.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1023, 1023",
        "1024, 1Ki",
        "1536, 1.5Ki",
        "1048575, 1Mi",
        "13314398618, 12.4Gi",
        "9223372036854775807, 8Ei"
    })
    void printsWhatFitsIntoAColumn(long bytes, String text) {
        assertThat(new ByteSize(bytes).text()).isEqualTo(text);
    }
}
