package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.tls.HostCertificate;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A host's own records: metrics, certificate, network interfaces and control domain.
final class HostRecords {
    private static final long HOST_MEMORY = 64L << 30;
    private static final long DOM0_MEMORY = 4L << 30;

    private final Database database;
    private final Profile profile;
    private final Clock clock;

    HostRecords(Database database, Profile profile, Clock clock) {
        this.database = database;
        this.profile = profile;
        this.clock = clock;
    }

    Host create(HostSpec spec, HostCertificate certificate, PoolRecords.Networks networks, int number) {
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
        if (host.has("certificates")) {
            host.set("certificates", List.of(certificate(host, certificate)));
        }
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

    private void interfaces(Entity host, HostSpec spec, PoolRecords.Networks networks, int number) {
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
}
