package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.api.Disks;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.profile.Feature;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.tls.HostCertificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Fills an empty database with what a pool has before its VMs: hosts, networks and repositories.
public final class PoolRecords {
    private static final List<String> FEATURES_OF_LICENCES = List.of(
            "restrict_cbt",
            "restrict_zstd_export",
            "restrict_checkpoint",
            "restrict_storage_xen_motion",
            "restrict_pci_device_for_auto_update");

    private final Database database;
    private final Profile profile;
    private final Clock clock;

    public PoolRecords(Database database, Profile profile, Clock clock) {
        this.database = database;
        this.profile = profile;
        this.clock = clock;
    }

    /// The pool's parts that VMs refer to; repositories by their names, the default first.
    public record Parts(
            Entity pool, List<Host> hosts, Networks networks, Map<String, Entity> repositories, Entity isoImage) {
        public Parts {
            hosts = List.copyOf(hosts);
        }

        Entity disks() {
            return repositories.values().iterator().next();
        }
    }

    /// The two networks of the pool.
    public record Networks(Entity management, Entity backup) {}

    /// What a pool is called and what its licence leaves out.
    public record Identity(String name, Set<String> restrictions) {}

    public Parts create(
            Identity identity,
            List<HostSpec> specs,
            List<HostCertificate> certificates,
            Disks disks,
            List<RepositorySpec> stores) {
        var networks = new Networks(
                network("Pool-wide network associated with eth0", "xenbr0", List.of()),
                network("Backup", "xenbr1", List.of("nbd")));
        var hosts = new ArrayList<Host>();
        var restrictions = restrictions(identity.restrictions());
        for (int i = 0; i < specs.size(); i++) {
            var host = new HostRecords(database, profile, clock)
                    .create(specs.get(i), certificates.get(i), networks, i + 1);
            host.entity().set("license_params", restrictions);
            hosts.add(host);
        }
        var records = new RepositoryRecords(database, profile, disks);
        records.drivers();
        var repositories = records.create(stores, hosts);
        var pool = database.insert(
                "pool",
                Map.of(
                        "name_label", identity.name(),
                        "master", hosts.getFirst().entity().ref(),
                        "default_SR", repositories.values().iterator().next().ref(),
                        "suspend_image_SR",
                                repositories.values().iterator().next().ref(),
                        "restrictions", restrictions,
                        "tls_verification_enabled", true));
        return new Parts(pool, hosts, networks, repositories, records.isoImage(hosts));
    }

    private Entity network(String name, String bridge, List<String> purposes) {
        return database.insert(
                "network",
                Map.of("name_label", name, "bridge", bridge, "MTU", 1500L, "managed", true, "purpose", purposes));
    }

    /// `"true"` is a feature that the licence does not cover. A release does not name what it does not have.
    private Map<String, Object> restrictions(Set<String> chosen) {
        var restrictions = new LinkedHashMap<String, Object>();
        FEATURES_OF_LICENCES.forEach(key -> restrictions.put(key, Boolean.toString(chosen.contains(key))));
        if (!profile.has(Feature.XXHASH_AND_ZSTD)) {
            restrictions.remove("restrict_zstd_export");
        }
        chosen.forEach(key -> restrictions.put(key, "true"));
        return Map.copyOf(restrictions);
    }
}
