package dev.lifeboat.xen.pool;

import java.util.Set;
import java.util.stream.Collectors;

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
}
