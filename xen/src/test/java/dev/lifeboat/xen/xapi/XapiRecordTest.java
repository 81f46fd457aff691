package dev.lifeboat.xen.xapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.MalformedResponseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XapiRecordTest {

    @ParameterizedTest
    @CsvSource({
        "20240131T10:15:30Z, 2024-01-31T10:15:30Z",
        "20240131T10:15:30, 2024-01-31T10:15:30Z",
        "2024-01-31T10:15:30Z, 2024-01-31T10:15:30Z",
        "19700101T00:00:00Z, 1970-01-01T00:00:00Z",
    })
    void datesAreCompactAndInUtc(String text, Instant expected) {
        assertThat(record("snapshot_time", text).instant("snapshot_time")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OpaqueRef:NULL", "Ref:12", "NULL", "opaqueref:x"})
    void whatIsNoOpaqueRefPointsToNothing(String text) {
        assertThat(record("SR", text).ref("SR")).isEmpty();
        assertThat(record("VBDs", List.of("OpaqueRef:1", text)).refs("VBDs")).containsExactly("OpaqueRef:1");
    }

    @Test
    void fieldsThatAReleaseDoesNotHaveAreEmpty() {
        var record = new XapiRecord(Map.of());

        assertThat(record.text("x")).isEmpty();
        assertThat(record.flag("x")).isFalse();
        assertThat(record.ref("x")).isEmpty();
        assertThat(record.refs("x")).isEmpty();
        assertThat(record.texts("x")).isEmpty();
        assertThat(record.map("x")).isEmpty();
    }

    @Test
    void sizesCountsAndUuidsAreDemanded() {
        var record = new XapiRecord(Map.of("n", "many", "big", "4294967296", "uuid", "none"));

        assertThat(record.integer("big")).isEqualTo(1L << 32);
        assertThatThrownBy(() -> record.integer("n"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("many");
        assertThatThrownBy(() -> record.integer("x")).isInstanceOf(MalformedResponseException.class);
        assertThatThrownBy(() -> record.count("big")).isInstanceOf(MalformedResponseException.class);
        assertThatThrownBy(record::uuid).isInstanceOf(MalformedResponseException.class);
        assertThatThrownBy(() -> record.instant("n")).isInstanceOf(MalformedResponseException.class);
        assertThatThrownBy(() -> XapiRecord.of("text")).isInstanceOf(MalformedResponseException.class);
    }

    private static XapiRecord record(String field, Object value) {
        return new XapiRecord(Map.of(field, value));
    }
}
