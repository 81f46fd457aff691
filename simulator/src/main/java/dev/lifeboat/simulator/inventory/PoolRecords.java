package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.HostSpec;
import dev.lifeboat.simulator.Profile;
import dev.lifeboat.simulator.api.Disks;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.tls.HostCertificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Fills an empty database with what a pool has before its VMs: hosts, networks and repositories.
public final class PoolRecords {
    private static final long ISO_BYTES = 8L << 20;

    private final Database database;
    private final Profile profile;
    private final Clock clock;

    public PoolRecords(Database database, Profile profile, Clock clock) {
        this.database = database;
        this.profile = profile;
        this.clock = clock;
    }

    /// The pool's parts that VMs refer to.
    public record Parts(Entity pool, List<Host> hosts, Networks networks, Entity disks, Entity isoImage) {
        public Parts {
            hosts = List.copyOf(hosts);
        }
    }

    /// The two networks of the pool.
    public record Networks(Entity management, Entity backup) {}

    public Parts create(List<HostSpec> specs, List<HostCertificate> certificates, Disks disks, long capacityBytes) {
        var networks = new Networks(
                network("Pool-wide network associated with eth0", "xenbr0", List.of()),
                network("Backup", "xenbr1", List.of("nbd")));
        var hosts = new ArrayList<Host>();
        for (int i = 0; i < specs.size(); i++) {
            hosts.add(new HostRecords(database, profile, clock)
                    .create(specs.get(i), certificates.get(i), networks, i + 1));
        }
        drivers();
        var shared = repository("Shared storage", "nfs", "user", capacityBytes, hosts);
        var isos = repository("ISO library", "iso", "iso", ISO_BYTES, hosts);
        var pool = database.insert(
                "pool",
                Map.of(
                        "name_label", "west",
                        "master", hosts.getFirst().entity().ref(),
                        "default_SR", shared.ref(),
                        "suspend_image_SR", shared.ref(),
                        "restrictions", restrictions(),
                        "tls_verification_enabled", true));
        return new Parts(pool, hosts, networks, shared, isoImage(disks, isos));
    }

    private Entity network(String name, String bridge, List<String> purposes) {
        return database.insert(
                "network",
                Map.of("name_label", name, "bridge", bridge, "MTU", 1500L, "managed", true, "purpose", purposes));
    }

    private void drivers() {
        var disks = new HashMap<String, Object>();
        for (var feature : List.of(
                "SR_PROBE",
                "SR_UPDATE",
                "SR_CACHING",
                "VDI_CREATE",
                "VDI_DELETE",
                "VDI_ATTACH",
                "VDI_DETACH",
                "VDI_UPDATE",
                "VDI_CLONE",
                "VDI_SNAPSHOT",
                "VDI_RESIZE",
                "VDI_MIRROR",
                "VDI_GENERATE_CONFIG",
                "VDI_CONFIG_CBT",
                "ATOMIC_PAUSE",
                "THIN_PROVISIONING")) {
            disks.put(feature, 1L);
        }
        disks.put("VDI_RESET_ON_BOOT", 2L);
        database.insert("SM", driver("nfs", "NFS VHD", disks));
        var isos = Map.<String, Object>of("VDI_ATTACH", 1L, "VDI_DETACH", 1L);
        database.insert("SM", driver("iso", "ISO", isos));
    }

    private static Map<String, Object> driver(String type, String name, Map<String, Object> features) {
        return Map.of(
                "type",
                type,
                "name_label",
                name,
                "vendor",
                "Citrix Systems Inc",
                "version",
                "1.0",
                "required_api_version",
                "1.0",
                "features",
                Map.copyOf(features),
                "capabilities",
                List.copyOf(features.keySet()));
    }

    private Entity repository(String name, String type, String contentType, long capacityBytes, List<Host> hosts) {
        var sr = database.insert(
                "SR",
                Map.of(
                        "name_label", name,
                        "type", type,
                        "content_type", contentType,
                        "shared", true,
                        "physical_size", capacityBytes));
        for (var host : hosts) {
            database.insert(
                    "PBD",
                    Map.of(
                            "host", host.entity().ref(),
                            "SR", sr.ref(),
                            "device_config", Map.of("server", "storage.example", "serverpath", "/export/" + type),
                            "currently_attached", true));
        }
        return sr;
    }

    private static Entity isoImage(Disks disks, Entity sr) {
        return disks.create(Map.of(
                        "SR", sr.ref(), "name_label", "rescue-12.iso", "type", "user", "virtual_size", ISO_BYTES))
                .set("read_only", true)
                .set("location", "rescue-12.iso");
    }

    private static Map<String, Object> restrictions() {
        return Map.of(
                "restrict_cbt", "false",
                "restrict_zstd_export", "false",
                "restrict_checkpoint", "false",
                "restrict_storage_xen_motion", "false");
    }
}
