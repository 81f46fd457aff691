package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.DiskChain;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How disks hang together: each names the image that it continues in `sm_config`. Section 3.7 of the facts on XAPI.
final class DiskChains {

    private static final String PARENT = "vhd-parent";

    /// No driver makes them longer; whoever says more goes in circles.
    private static final int LONGEST = 256;

    private final Map<String, XapiRecord> byUuid = new HashMap<>();
    private final Map<String, Integer> children = new HashMap<>();

    DiskChains(RecordSource records) {
        for (var vdi : records.all("VDI").values()) {
            byUuid.put(vdi.text("uuid"), vdi);
            parent(vdi).ifPresent(parent -> children.merge(parent, 1, Integer::sum));
        }
    }

    /// Empty for a disk of which the storage says nothing.
    Optional<DiskChain> of(XapiRecord disk) {
        if (parent(disk).isEmpty() && !treeOfImages(disk)) {
            return Optional.empty();
        }
        int length = 1;
        boolean coalescing = false;
        var image = Optional.of(disk);
        while (length < LONGEST) {
            var parent = image.flatMap(DiskChains::parent);
            if (parent.isEmpty()) {
                break;
            }
            length++;
            image = parent.map(byUuid::get);
            coalescing |= image.filter(this::mergesDown).isPresent();
        }
        return Optional.of(new DiskChain(length, coalescing));
    }

    /// An image that nobody has as a disk, and the only child of another such: the two become one.
    private boolean mergesDown(XapiRecord image) {
        return hidden(image)
                && parent(image)
                        .map(byUuid::get)
                        .filter(DiskChains::hidden)
                        .filter(below -> children.getOrDefault(below.text("uuid"), 0) == 1)
                        .isPresent();
    }

    private static boolean hidden(XapiRecord vdi) {
        return vdi.has("managed") && !vdi.flag("managed");
    }

    private static boolean treeOfImages(XapiRecord vdi) {
        var config = vdi.map("sm_config");
        return config.getOrDefault("vdi_type", "").equals("vhd") || config.containsKey("image-format");
    }

    private static Optional<String> parent(XapiRecord vdi) {
        return Optional.ofNullable(vdi.map("sm_config").get(PARENT)).filter(uuid -> !uuid.isEmpty());
    }
}
