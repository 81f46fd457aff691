package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Disks;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.api.SkewedClock;
import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Schema;
import dev.lifeboat.simulator.fault.Faults;
import dev.lifeboat.simulator.inventory.PoolRecords;
import dev.lifeboat.simulator.inventory.VmRecords;
import dev.lifeboat.simulator.storage.DiskStore;
import dev.lifeboat.simulator.tls.HostCertificate;
import java.time.Clock;
import java.util.List;

/// Puts a pool together: database, disks, hosts with their certificates, and the inventory.
final class PoolAssembly {
    private PoolAssembly() {}

    static Pool assemble(PoolOptions options, DiskStore store, int nbdPort) {
        var clock = new SkewedClock(Clock.systemUTC());
        var profile = options.profile();
        var database = new Database(Schema.ofApiMinor(profile.apiMinor()));
        var disks = new Disks(database, store, clock);
        var users = options.access().users();
        var pool = new Pool(profile, database, disks, users, new Faults(), options.timing(), clock);
        // Keys take their time; the hosts' are made side by side.
        var certificates = options.hosts().parallelStream()
                .map(host -> HostCertificate.create(
                        host.name(), List.of(host.address(), host.backupAddress()), profile.tls()))
                .toList();
        var identity = new PoolRecords.Identity(options.name(), options.access().restrictions());
        var parts = new PoolRecords(database, profile, clock)
                .create(identity, options.hosts(), certificates, disks, options.stores());
        new VmRecords(database, disks, parts, clock).create(options.inventory());
        pool.assemble(parts.hosts(), nbdPort);
        return pool;
    }
}
