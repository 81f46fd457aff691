package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.api.Disks;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.storage.Space;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Storage drivers, repositories, their connections to hosts, and the ISO library.
final class RepositoryRecords {
    private static final long ISO_BYTES = 8L << 20;
    private static final long LIBRARY_BYTES = 1L << 30;

    private final Database database;
    private final Profile profile;
    private final Disks disks;

    RepositoryRecords(Database database, Profile profile, Disks disks) {
        this.database = database;
        this.profile = profile;
        this.disks = disks;
    }

    void drivers() {
        for (var kind : RepositoryKind.values()) {
            var features = kind.features(profile.has(Feature.CHANGED_BLOCKS));
            database.insert(
                    "SM",
                    Map.of(
                            "type",
                            kind.type(),
                            "name_label",
                            kind.label(),
                            "vendor",
                            "Citrix Systems Inc",
                            "version",
                            "1.0",
                            "required_api_version",
                            "1.0",
                            "features",
                            Map.copyOf(features),
                            "capabilities",
                            List.copyOf(features.keySet())));
        }
    }

    /// The repositories by name, in the order given.
    Map<String, Entity> create(List<RepositorySpec> specs, List<Host> hosts) {
        var all = new LinkedHashMap<String, Entity>();
        specs.forEach(spec -> all.put(spec.name(), repository(spec, "user", hosts)));
        return all;
    }

    Entity isoImage(List<Host> hosts) {
        var library = repository(RepositorySpec.of("ISO library", RepositoryKind.ISO, LIBRARY_BYTES), "iso", hosts);
        return disks.create(Map.of(
                        "SR", library.ref(), "name_label", "rescue-12.iso", "type", "user", "virtual_size", ISO_BYTES))
                .set("read_only", true)
                .set("location", "rescue-12.iso");
    }

    private Entity repository(RepositorySpec spec, String contentType, List<Host> hosts) {
        var type = spec.kind().type();
        var sr = database.insert(
                "SR",
                Map.of(
                        "name_label", spec.name(),
                        "type", type,
                        "content_type", contentType,
                        "shared", spec.shared(),
                        "physical_size", spec.capacityBytes()));
        for (int number = 0; number < hosts.size(); number++) {
            if (spec.seenBy(number)) {
                connect(sr, spec, hosts.get(number));
            }
        }
        disks.open(sr, new Space(spec.capacityBytes(), spec.kind().thick()));
        return sr;
    }

    private void connect(Entity sr, RepositorySpec spec, Host host) {
        var config = spec.kind().shared()
                ? Map.of(
                        "server",
                        "storage.example",
                        "serverpath",
                        "/export/" + spec.kind().type())
                : Map.of("device", "/dev/sdb");
        database.insert(
                "PBD",
                Map.of(
                        "host",
                        host.entity().ref(),
                        "SR",
                        sr.ref(),
                        "device_config",
                        config,
                        "currently_attached",
                        true));
    }
}
