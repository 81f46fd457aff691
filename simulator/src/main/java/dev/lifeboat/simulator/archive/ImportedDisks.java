package dev.lifeboat.simulator.archive;

import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The disk here that stands for one of an archive: a new one that waits for its content, one that is here already, or
/// an ISO image of the same location.
final class ImportedDisks {
    private final Pool pool;
    private final OvaXml archive;
    private final Function<ArchivedObject, Optional<Entity>> find;
    private final Optional<Target> target;
    private final Map<String, Entity> created = new LinkedHashMap<>();

    /// Where new disks go, and the task that they show.
    private record Target(Entity sr, Entity task) {}

    private ImportedDisks(
            Pool pool, OvaXml archive, Function<ArchivedObject, Optional<Entity>> find, Optional<Target> target) {
        this.pool = pool;
        this.archive = archive;
        this.find = find;
        this.target = target;
    }

    static ImportedDisks created(Pool pool, OvaXml archive, Entity sr, Entity task) {
        return new ImportedDisks(pool, archive, _ -> Optional.empty(), Optional.of(new Target(sr, task)));
    }

    /// @param mapping which disk here a disk of the archive is, by the reference or uuid it had; others are found by
    ///                their uuid or location
    static ImportedDisks found(Pool pool, OvaXml archive, Map<String, String> mapping) {
        return new ImportedDisks(pool, archive, vdi -> here(pool, vdi, mapping), Optional.empty());
    }

    private static Optional<Entity> here(Pool pool, ArchivedObject vdi, Map<String, String> mapping) {
        var database = pool.database();
        var named =
                Optional.ofNullable(mapping.get(vdi.text("uuid"))).or(() -> Optional.ofNullable(mapping.get(vdi.id())));
        if (named.isPresent()) {
            return database.find("VDI", named.get()).or(() -> database.byUuid("VDI", named.get()));
        }
        return database.byUuid("VDI", vdi.text("uuid"))
                .or(() -> database.all("VDI").stream()
                        .filter(here -> here.text("location").equals(vdi.text("location")))
                        .findFirst());
    }

    /// Fails when a disk that should be here is not.
    void validate() {
        if (target.isEmpty()) {
            for (var vdi : archive.ofType("VDI")) {
                if (!archive.isIso(vdi) && isDisk(vdi) && find(vdi).isEmpty()) {
                    throw XapiError.of("IMPORT_ERROR_ATTACHED_DISKS_NOT_FOUND");
                }
            }
        }
    }

    void create() {
        target.ifPresent(it -> archive.ofType("VDI").stream()
                .filter(vdi -> !archive.isIso(vdi) && isDisk(vdi))
                .forEach(vdi -> created.put(vdi.id(), create(vdi, it))));
    }

    private Entity create(ArchivedObject vdi, Target it) {
        var values = new HashMap<String, Object>();
        values.put("SR", it.sr().ref());
        values.put("name_label", vdi.text("name_label"));
        values.put("name_description", vdi.text("name_description"));
        values.put("type", vdi.text("type"));
        values.put("virtual_size", Long.valueOf(String.valueOf(vdi.snapshot().get("virtual_size"))));
        values.put("sharable", vdi.flag("sharable"));
        values.put("read_only", false);
        values.put("other_config", vdi.map("other_config"));
        values.put("xenstore_data", vdi.map("xenstore_data"));
        values.put("sm_config", Map.of("import_task", it.task().ref()));
        return pool.disks().create(values);
    }

    private boolean isDisk(ArchivedObject vdi) {
        return archive.ofType("VBD").stream()
                .anyMatch(vbd ->
                        vbd.text("VDI").equals(vdi.id()) && vbd.text("type").equals("Disk"));
    }

    Map<String, Entity> created() {
        return created;
    }

    Optional<Entity> find(ArchivedObject vdi) {
        if (archive.isIso(vdi)) {
            return pool.database().all("VDI").stream()
                    .filter(here -> here.text("location").equals(vdi.text("location")))
                    .filter(here -> here.follow("SR")
                            .map(sr -> sr.text("content_type").equals("iso"))
                            .orElse(false))
                    .findFirst();
        }
        return Optional.ofNullable(created.get(vdi.id())).or(() -> find.apply(vdi));
    }

    void undo() {
        created.values().stream().filter(Entity::exists).forEach(pool.disks()::destroy);
    }
}
