package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatTest {

    @ParameterizedTest
    @CsvSource({
        "image-format, qcow2, QCOW2",
        "image-format, vhd, VHD",
        "vdi_type, vhd, VHD",
        "vdi_type, aio, RAW",
        "type, raw, RAW",
        "vhd-parent, 0f3a, VHD",
        "host_OpaqueRef:1, RW, UNSAID"
    })
    void aDiskIsKeptAsItsDriverSays(String key, String value, ImageFormat format) {
        assertThat(ImageFormats.of(new XapiRecord(Map.of("sm_config", Map.of(key, value)))))
                .isEqualTo(format);
    }

    @Test
    void aYoungDriversWordCountsMoreThanWhatWasOnceAskedFor() {
        var config = Map.of("image-format", "vhd", "type", "raw");

        assertThat(ImageFormats.of(new XapiRecord(Map.of("sm_config", config)))).isEqualTo(ImageFormat.VHD);
    }
}
