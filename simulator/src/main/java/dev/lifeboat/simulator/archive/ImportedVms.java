package dev.lifeboat.simulator.archive;

import dev.lifeboat.simulator.api.MacAddress;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.api.VmEntities;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Makes the objects of an archive anew in this pool, class by class: disks, VMs, networks, devices.
public final class ImportedVms {
    private static final String MARK = "import_task";

    private final Pool pool;
    private final OvaXml archive;
    private final ImportOptions options;
    private final Entity task;
    private final ImportedDisks disks;
    private final ImportedNetworks networks;
    private final Map<String, Entity> made = new LinkedHashMap<>();
    private final List<Entity> vms = new ArrayList<>();

    private ImportedVms(Pool pool, OvaXml archive, ImportOptions options, Entity task, ImportedDisks disks) {
        this.pool = pool;
        this.archive = archive;
        this.options = options;
        this.task = task;
        this.disks = disks;
        this.networks = new ImportedNetworks(pool.database());
    }

    /// An archive whose disks are streamed behind it, into the repository.
    public static ImportedVms withDisks(Pool pool, byte[] ovaXml, Entity sr, ImportOptions options, Entity task) {
        var archive = OvaXml.read(ovaXml);
        return new ImportedVms(pool, archive, options, task, ImportedDisks.created(pool, archive, sr, task));
    }

    /// Metadata of VMs whose disks are here already.
    public static ImportedVms ofMetadata(Pool pool, byte[] ovaXml, ImportOptions options, Entity task) {
        var archive = OvaXml.read(ovaXml);
        return new ImportedVms(pool, archive, options, task, ImportedDisks.found(pool, archive, options.disks()));
    }

    /// Refuses what could not be imported, and makes nothing.
    public void validate() {
        if (!options.force() && archive.version().compareTo(ArchiveVersion.of(pool.profile())) > 0) {
            throw XapiError.of("IMPORT_INCOMPATIBLE_VERSION");
        }
        disks.validate();
        archive.ofType("VM").forEach(this::checkRestore);
    }

    /// All objects; when one cannot be made, none stays unless forced.
    public void create() {
        validate();
        try {
            pool.database().atomically(() -> {
                disks.create();
                archive.ofType("VM").forEach(this::createVm);
                archive.ofType("VBD").forEach(this::createVbd);
                archive.ofType("VIF").forEach(this::createVif);
                archive.ofType("VTPM").forEach(this::createVtpm);
            });
        } catch (RuntimeException e) {
            undo();
            throw e;
        }
        task.put("other_config", "object_creation", "complete");
    }

    /// Disks that wait for their content, by the directory of the archive it is in.
    public SequencedMap<String, Entity> awaitingContent() {
        return new TreeMap<>(disks.created());
    }

    /// The VMs without their snapshots, which is what the task results in.
    public List<String> complete() {
        pool.database().atomically(() -> {
            for (var vm : vms) {
                vm.remove("other_config", MARK).remove("current_operations", task.ref());
            }
            disks.created().values().forEach(vdi -> vdi.remove("sm_config", MARK));
        });
        return vms.stream()
                .filter(vm -> !vm.flag("is_a_snapshot"))
                .map(Entity::ref)
                .toList();
    }

    /// Takes back what was made, unless the caller wanted to keep even that.
    public void undo() {
        if (options.force()) {
            complete();
            return;
        }
        pool.database().atomically(() -> {
            vms.stream().filter(Entity::exists).forEach(VmEntities::remove);
            disks.undo();
        });
    }

    private void checkRestore(ArchivedObject vm) {
        if (!options.restore()) {
            return;
        }
        existing(vm).ifPresent(old -> {
            if (!old.text("power_state").equals("Halted")) {
                throw XapiError.of(
                        "VM_BAD_POWER_STATE",
                        old.ref(),
                        "halted",
                        old.text("power_state").toLowerCase(Locale.ROOT));
            }
            long here = old.number("version");
            long there = version(vm);
            if (!options.force() && there <= here) {
                throw XapiError.of(
                        "VM_TO_IMPORT_IS_NOT_NEWER_VERSION", old.ref(), Long.toString(here), Long.toString(there));
            }
        });
        var seed = vm.map("other_config").getOrDefault("mac_seed", "");
        boolean taken = pool.database().all("VM").stream()
                .filter(other -> !other.uuid().equals(vm.text("uuid")))
                .anyMatch(other ->
                        !seed.isEmpty() && seed.equals(other.map("other_config").get("mac_seed")));
        if (taken && !vm.flag("is_a_snapshot")) {
            throw XapiError.of("DUPLICATE_MAC_SEED", seed);
        }
    }

    private Optional<Entity> existing(ArchivedObject vm) {
        return pool.database().byUuid("VM", vm.text("uuid"));
    }

    private static long version(ArchivedObject vm) {
        var text = String.valueOf(vm.snapshot().getOrDefault("version", "0"));
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private void createVm(ArchivedObject vm) {
        var values = new ImportedValues(pool.database(), vm);
        if (options.restore()) {
            existing(vm).ifPresent(VmEntities::remove);
            values.put("uuid", vm.text("uuid")).put("version", version(vm) + 1);
        } else {
            values.put("uuid", UUID.randomUUID().toString()).put("version", 0L);
            values.put("generation_id", VmEntities.newGenerationId());
        }
        values.put("power_state", "Halted")
                .put("is_default_template", false)
                .put("is_control_domain", false)
                .put("domid", -1L)
                .put("other_config", otherConfig(vm))
                .put("current_operations", Map.of(task.ref(), "import"))
                .put(
                        "snapshot_of",
                        archive.follow(vm, "snapshot_of")
                                .flatMap(this::alreadyMade)
                                .orElse(FieldType.NULL))
                .put("suspend_VDI", FieldType.NULL)
                .put("suspend_SR", FieldType.NULL)
                .put(
                        "metrics",
                        VmEntities.newMetrics(pool, values.number("VCPUs_at_startup"))
                                .ref());
        List.of("resident_on", "scheduled_to_be_resident_on", "affinity", "appliance", "parent", "guest_metrics")
                .forEach(field -> values.put(field, FieldType.NULL));
        var created = values.insert();
        made.put(vm.id(), created);
        vms.add(created);
    }

    private Optional<String> alreadyMade(ArchivedObject object) {
        return Optional.ofNullable(made.get(object.id())).map(Entity::ref);
    }

    private Map<String, Object> otherConfig(ArchivedObject vm) {
        var config = new LinkedHashMap<String, Object>(vm.map("other_config"));
        if (!options.restore()) {
            config.put("mac_seed", UUID.randomUUID().toString());
        }
        if (!options.force()) {
            config.remove("default_template");
        }
        config.put(MARK, task.ref());
        return config;
    }

    private void createVbd(ArchivedObject vbd) {
        var vdi = archive.follow(vbd, "VDI").flatMap(disks::find);
        boolean isDisk = vbd.text("type").equals("Disk");
        if (isDisk && vdi.isEmpty() && !vbd.flag("empty")) {
            return;
        }
        device(vbd)
                .ifPresent(values -> values.put("VDI", vdi.map(Entity::ref).orElse(FieldType.NULL))
                        .put("empty", vdi.isEmpty())
                        .put("device", "")
                        .insert());
    }

    private void createVif(ArchivedObject vif) {
        device(vif).ifPresent(values -> {
            var network = archive.follow(vif, "network").map(networks::findOrCreate);
            values.put("network", network.map(Entity::ref).orElse(FieldType.NULL));
            if (!options.restore()) {
                var seed = pool.database()
                        .require("VM", values.text("VM"))
                        .map("other_config")
                        .getOrDefault("mac_seed", "");
                values.put("MAC", MacAddress.of(seed, vif.text("device"))).put("MAC_autogenerated", true);
            }
            values.insert();
        });
    }

    private void createVtpm(ArchivedObject vtpm) {
        if (pool.database().schema().find("VTPM").isPresent()) {
            device(vtpm).ifPresent(ImportedValues::insert);
        }
    }

    /// A device of a VM that was imported; one of another VM stays out.
    private Optional<ImportedValues> device(ArchivedObject device) {
        return archive.follow(device, "VM").flatMap(this::alreadyMade).map(vm -> {
            var values =
                    new ImportedValues(pool.database(), device).put("VM", vm).put("current_operations", Map.of());
            values.putIfKnown("currently_attached", false);
            values.put(
                    "uuid",
                    options.restore() ? device.text("uuid") : UUID.randomUUID().toString());
            return values;
        });
    }
}
