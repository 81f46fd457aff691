package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Formats in which storage drivers keep disks, as far as they tell; only young ones do.
final class ImageFormats {

    static final String QCOW2 = "qcow2";

    private ImageFormats() {}

    static Set<String> of(PoolObjects objects, String srType) {
        return objects.all("SM").values().stream()
                .filter(driver -> driver.text("type").equals(srType))
                .flatMap(driver -> driver.texts("supported_image_formats").stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// As `sm_config` says it, in the words of whichever driver.
    static ImageFormat of(XapiRecord vdi) {
        var config = vdi.map("sm_config");
        var name = Stream.of("image-format", "vdi_type", "type")
                .flatMap(key -> Stream.ofNullable(config.get(key)))
                .findFirst();
        return switch (name.orElse("").toLowerCase(Locale.ROOT)) {
            case "vhd" -> ImageFormat.VHD;
            case QCOW2 -> ImageFormat.QCOW2;
            case "raw", "aio" -> ImageFormat.RAW;
            default -> config.containsKey("vhd-parent") ? ImageFormat.VHD : ImageFormat.UNSAID;
        };
    }
}
