package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.storage.Coalesced;
import dev.lifeboat.simulator.storage.DiskStore;
import dev.lifeboat.simulator.storage.Space;
import dev.lifeboat.simulator.storage.StoredDisk;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The storage driver: keeps VDI records and the disks behind them in step.
public final class Disks {
    private static final long ALLOCATION_BYTES = 2L * 1024 * 1024;
    private static final long LARGEST_BYTES = 2040L << 30;

    private final Database database;
    private final DiskStore store;
    private final Clock clock;
    private final Map<String, Space> spaces = new ConcurrentHashMap<>();

    public Disks(Database database, DiskStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    public DiskStore store() {
        return store;
    }

    /// From now on disks of the repository count in this space.
    public void open(Entity sr, Space space) {
        spaces.put(sr.ref(), space);
    }

    public Space space(String srRef) {
        return spaces.getOrDefault(srRef, store.defaultSpace());
    }

    /// Every repository's space has no room left, or has again.
    public void full(boolean isFull) {
        spaces.values().forEach(space -> space.full(isFull));
    }

    /// Sizes come in steps of 2 MiB, and none is smaller than one step.
    public static long rounded(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, ALLOCATION_BYTES)) * ALLOCATION_BYTES;
    }

    /// A new empty disk.
    public Entity create(Map<String, Object> values) {
        return database.atomically(() -> createNow(values));
    }

    private Entity createNow(Map<String, Object> values) {
        var all = new LinkedHashMap<>(values);
        var uuid = UUID.randomUUID().toString();
        var size = rounded((Long) values.getOrDefault("virtual_size", 0L));
        all.put("uuid", uuid);
        all.put("virtual_size", size);
        all.put("location", uuid);
        all.put("managed", true);
        all.put("on_boot", "persist");
        var space = space((String) all.getOrDefault("SR", ""));
        requireRoom(space, size);
        store.create(uuid, size, space);
        return database.insert("VDI", all);
    }

    /// A disk that could never be written whole is refused at once; on a thin repository that is only one larger than
    /// all of it.
    private static void requireRoom(Space space, long sizeBytes) {
        long most = space.thick() ? space.freeBytes() : space.capacityBytes();
        if (sizeBytes > most) {
            throw XapiError.of("SR_FULL", Long.toString(sizeBytes), Long.toString(most));
        }
        if (sizeBytes > LARGEST_BYTES) {
            throw XapiError.backend(79, "VDI Invalid size [opterr=VHDs hold at most 2040 GiB]");
        }
    }

    /// A snapshot of the disk: everything but size, name and markers starts anew.
    public Entity snapshot(Entity vdi) {
        var values = VdiValues.copied(vdi);
        values.put("is_a_snapshot", true);
        values.put("snapshot_of", vdi.ref());
        values.put("snapshot_time", clock.instant());
        values.put("cbt_enabled", vdi.flagged("cbt_enabled"));
        return fork(vdi, values, store::snapshot);
    }

    /// An ordinary disk with the same content.
    public Entity cloneDisk(Entity vdi) {
        return fork(vdi, VdiValues.copied(vdi), store::cloneDisk);
    }

    private interface Forking {
        void fork(String source, String base, String copy);
    }

    private Entity fork(Entity vdi, Map<String, Object> values, Forking forking) {
        var base = UUID.randomUUID().toString();
        var uuid = UUID.randomUUID().toString();
        forking.fork(vdi.uuid(), base, uuid);
        values.put("uuid", uuid);
        values.put("location", uuid);
        var copy = database.insert("VDI", values);
        var hidden = database.insert("VDI", VdiValues.hidden(vdi, base));
        showParent(hidden);
        showParent(vdi);
        showParent(copy);
        return copy;
    }

    /// Removes the disk, its record and its VBD records.
    public void destroy(Entity vdi) {
        store.destroy(vdi.uuid());
        vdi.followAll("VBDs").forEach(Entity::delete);
        vdi.delete();
    }

    /// Changes are tracked no more, and nothing older can be compared.
    public void endTracking(Entity vdi) {
        store.disableTracking(vdi.uuid());
        vdi.set("cbt_enabled", false);
    }

    /// Frees the data; what remains serves only comparisons.
    public void destroyData(Entity vdi) {
        store.destroyData(vdi.uuid());
        vdi.set("type", "cbt_metadata");
        vdi.remove("sm_config", "vhd-parent");
    }

    public void resize(Entity vdi, long bytes) {
        var size = rounded(bytes);
        if (size < vdi.number("virtual_size")) {
            throw XapiError.backend(79, "VDI Invalid size [opterr=shrinking not allowed]");
        }
        var space = space(vdi.text("SR"));
        long most = space.thick() ? space.freeBytes() + vdi.number("virtual_size") : space.capacityBytes();
        if (size > most) {
            throw XapiError.of("SR_FULL", Long.toString(size), Long.toString(most));
        }
        store.resize(vdi.uuid(), size);
        vdi.set("virtual_size", size);
    }

    /// Collects all garbage there is; true when there was some.
    public boolean coalesceAll() {
        boolean any = false;
        while (coalesceOne()) {
            any = true;
        }
        return any;
    }

    /// One step of garbage collection. What a control domain has attached keeps its chain.
    public boolean coalesceOne() {
        return database.atomically(() -> {
            var step = store.coalesce(attachedToControlDomains());
            step.ifPresent(this::show);
            return step.isPresent();
        });
    }

    private Set<String> attachedToControlDomains() {
        var attached = new HashSet<String>();
        database.all("VM").stream()
                .filter(vm -> vm.flag("is_control_domain"))
                .flatMap(vm -> vm.followAll("VBDs").stream())
                .flatMap(vbd -> vbd.follow("VDI").stream())
                .forEach(vdi -> attached.add(vdi.uuid()));
        return attached;
    }

    /// What a scan does: disks that the repository has and the database does not know any more are introduced again.
    public void scan(Entity sr) {
        for (var found : store.disksIn(space(sr.ref()))) {
            if (database.byUuid("VDI", found.uuid()).isEmpty()) {
                introduce(sr, found);
            }
        }
    }

    private void introduce(Entity sr, StoredDisk found) {
        var vdi = database.insert(
                "VDI",
                Map.of(
                        "uuid", found.uuid(),
                        "SR", sr.ref(),
                        "virtual_size", found.sizeBytes(),
                        "type", found.hasData() ? "user" : "cbt_metadata",
                        "location", found.uuid(),
                        "managed", !found.hidden(),
                        "read_only", found.hidden(),
                        "on_boot", "persist",
                        "cbt_enabled", found.tracked()));
        showParent(vdi);
    }

    private void show(Coalesced step) {
        database.byUuid("VDI", step.removed()).ifPresent(Entity::delete);
        step.newParents().keySet().forEach(uuid -> database.byUuid("VDI", uuid).ifPresent(this::showParent));
    }

    private void showParent(Entity vdi) {
        var parent = store.parent(vdi.uuid());
        if (parent.isPresent()) {
            vdi.put("sm_config", "vhd-parent", parent.get());
        } else {
            vdi.remove("sm_config", "vhd-parent");
        }
    }
}
