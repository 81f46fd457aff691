package dev.lifeboat.devcluster.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void lettersBeyondAsciiAreWrittenAsEscapesAndReadBack() throws IOException {
        var node = Json.object().put("name", "Büro «1» … 🚤");

        var bytes = Json.bytes(node);

        for (byte each : bytes) {
            assertThat(each).isBetween((byte) 0x20, (byte) 0x7e);
        }
        assertThat(Json.parse(bytes)).isEqualTo(node);
    }
}
