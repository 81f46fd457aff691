package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Storage repositories with what their drivers can do.
final class StorageRepositories {

    /// Drivers that keep disks as sparse files, which old ones do not announce.
    private static final Set<String> THIN_TYPES =
            Set.of("ext", "file", "nfs", "smb", "xfs", "zfs", "largeblock", "cephfs", "glusterfs", "moosefs");

    private static final Set<String> NO_DISKS = Set.of("iso", "udev");

    private final RecordSource records;

    StorageRepositories(RecordSource records) {
        this.records = records;
    }

    List<StorageRepository> all() {
        return records.all("SR").values().stream().map(this::of).toList();
    }

    private StorageRepository of(XapiRecord sr) {
        var features = features(sr.text("type"));
        var hosts = records.followAll(sr, "PBDs", "PBD").stream()
                .filter(pbd -> pbd.flag("currently_attached"))
                .flatMap(pbd -> records.uuid(pbd, "host", "host").stream())
                .collect(Collectors.toSet());
        long size = sr.integer("physical_size");
        return new StorageRepository(
                sr.uuid(),
                sr.text("name_label"),
                sr.text("type"),
                sr.flag("shared"),
                !hosts.isEmpty() && holdsDisks(sr),
                features.contains("THIN_PROVISIONING") || THIN_TYPES.contains(sr.text("type")),
                Math.max(0, size),
                Math.max(0, size - Math.max(0, sr.integer("physical_utilisation"))),
                features.contains("VDI_CONFIG_CBT"),
                hosts);
    }

    static boolean holdsDisks(XapiRecord sr) {
        return !sr.text("content_type").equals("iso") && !NO_DISKS.contains(sr.text("type"));
    }

    private Set<String> features(String type) {
        return records.all("SM").values().stream()
                .filter(driver -> driver.text("type").equals(type))
                .findFirst()
                .map(driver -> driver.map("features").keySet())
                .orElse(Set.of());
    }
}
