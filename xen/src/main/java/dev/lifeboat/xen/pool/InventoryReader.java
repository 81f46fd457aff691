package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.Host;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;

/// Reads a whole pool.
final class InventoryReader {

    private final XapiSession session;
    private final PoolObjects objects;

    InventoryReader(XapiSession session, PoolObjects objects) {
        this.session = session;
        this.objects = objects;
    }

    Inventory read() {
        var inventory = inventory(new BulkRecords(objects));
        session.rememberMembers(inventory.hosts().stream().map(Host::address).toList());
        return inventory;
    }

    /// The pool that these records tell of.
    static Inventory inventory(RecordSource records) {
        var machines = VirtualMachines.of(records);
        var storage = new StorageRepositories(records);
        var hosts = records.all("host").values().stream()
                .map(host -> host(records, host))
                .toList();
        return new Inventory(
                pool(records),
                hosts,
                storage.all(),
                records.all("network").values().stream()
                        .map(InventoryReader::network)
                        .toList(),
                records.all("VM").values().stream()
                        .filter(VirtualMachines::ordinary)
                        .map(machines::of)
                        .toList());
    }

    private static Pool pool(RecordSource records) {
        var pool = records.all("pool").values().stream()
                .findFirst()
                .orElseThrow(() -> new MalformedResponseException("The pool says that there is no pool"));
        var master = records.follow(pool, "master", "host")
                .orElseThrow(() -> new MalformedResponseException("The pool names a master that it does not have"));
        var software = master.map("software_version");
        return new Pool(
                pool.uuid(),
                pool.text("name_label"),
                master.uuid(),
                records.uuid(pool, "default_SR", "SR"),
                software.getOrDefault("product_brand", ""),
                software.getOrDefault("product_version", ""),
                master.text("API_version_major") + "." + master.text("API_version_minor"));
    }

    private static Host host(Lookup lookup, XapiRecord host) {
        return new Host(
                host.uuid(),
                host.text("name_label"),
                host.text("address"),
                host.flag("enabled"),
                lookup.follow(host, "metrics", "host_metrics")
                        .map(metrics -> metrics.flag("live"))
                        .orElse(false),
                host.map("software_version").getOrDefault("product_version", ""));
    }

    static Network network(XapiRecord network) {
        return new Network(network.uuid(), network.text("name_label"), network.texts("purpose"));
    }
}
