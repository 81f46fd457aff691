package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.HostSpec;
import dev.lifeboat.simulator.Profile;
import dev.lifeboat.simulator.api.Disks;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.tls.HostCertificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Fills an empty database with what a pool has before its VMs: hosts, networks and repositories.
public final class PoolRecords {
    private static final long HOST_MEMORY = 64L << 30;
    private static final long DOM0_MEMORY = 4L << 30;
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
            hosts.add(host(specs.get(i), certificates.get(i), networks, i + 1));
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

    private Host host(HostSpec spec, HostCertificate certificate, Networks networks, int number) {
        var metrics = database.insert(
                "host_metrics",
                Map.of(
                        "memory_total",
                        HOST_MEMORY,
                        "memory_free",
                        HOST_MEMORY - DOM0_MEMORY,
                        "live",
                        true,
                        "last_updated",
                        clock.instant()));
        var values = new HashMap<String, Object>(Map.of(
                "name_label",
                spec.name(),
                "name_description",
                "Default install",
                "hostname",
                spec.name(),
                "address",
                spec.address(),
                "enabled",
                true,
                "API_version_major",
                2L,
                "API_version_minor",
                (long) profile.apiMinor(),
                "API_version_vendor",
                "XenSource",
                "software_version",
                softwareVersion(spec),
                "metrics",
                metrics.ref()));
        values.put("edition", "xcp-ng");
        values.put("cpu_info", Map.of("cpu_count", "8", "socket_count", "1", "vendor", "GenuineIntel"));
        values.put("other_config", hostConfig());
        values.put("tls_verification_enabled", true);
        values.put("iscsi_iqn", "iqn.2026-01.com.example:" + spec.name());
        var host = database.insert("host", values);
        host.set("certificates", List.of(certificate(host, certificate)));
        interfaces(host, spec, networks, number);
        var dom0 = controlDomain(host, number);
        host.set("control_domain", dom0.ref());
        return new Host(host, dom0, spec.name(), spec.address(), certificate);
    }

    private Map<String, Object> softwareVersion(HostSpec spec) {
        var version = new HashMap<String, Object>(profile.softwareVersion());
        version.put("hostname", spec.name());
        return Map.copyOf(version);
    }

    private Map<String, Object> hostConfig() {
        var seconds = clock.instant().getEpochSecond() + ".";
        return Map.of("agent_start_time", seconds, "boot_time", seconds);
    }

    private String certificate(Entity host, HostCertificate certificate) {
        return database.insert(
                        "Certificate",
                        Map.of(
                                "type", "host",
                                "host", host.ref(),
                                "not_before", Instant.EPOCH,
                                "not_after", clock.instant().plusSeconds(86_400L * 365),
                                "fingerprint", certificate.fingerprint(),
                                "fingerprint_sha256", certificate.fingerprint()))
                .ref();
    }

    private void interfaces(Entity host, HostSpec spec, Networks networks, int number) {
        networkInterface(host, networks.management(), "eth0", spec.address(), true, number);
        networkInterface(host, networks.backup(), "eth1", spec.backupAddress(), false, number);
    }

    private void networkInterface(
            Entity host, Entity network, String device, String address, boolean management, int number) {
        var values = new HashMap<String, Object>(Map.of(
                "device",
                device,
                "network",
                network.ref(),
                "host",
                host.ref(),
                "MAC",
                "00:16:3e:00:0%d:0%d".formatted(number, management ? 0 : 1),
                "MTU",
                1500L,
                "VLAN",
                -1L,
                "physical",
                true,
                "currently_attached",
                true,
                "ip_configuration_mode",
                "Static",
                "IP",
                address));
        values.put("netmask", "255.255.255.0");
        values.put("management", management);
        values.put("managed", true);
        database.insert("PIF", values);
    }

    private Entity controlDomain(Entity host, int number) {
        var values = new HashMap<String, Object>(Map.of(
                "name_label",
                "Control domain on host: " + host.text("hostname"),
                "name_description",
                "The domain which manages physical devices and manages other domains",
                "power_state",
                "Running",
                "is_control_domain",
                true,
                "resident_on",
                host.ref(),
                "affinity",
                host.ref(),
                "domid",
                0L,
                "VCPUs_max",
                4L));
        List.of("memory_static_max", "memory_dynamic_max", "memory_target")
                .forEach(field -> values.put(field, DOM0_MEMORY));
        values.put("VCPUs_at_startup", 4L);
        values.put(
                "metrics",
                database.insert("VM_metrics", Map.of("VCPUs_number", 4L)).ref());
        values.put("order", (long) number);
        return database.insert("VM", values);
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
