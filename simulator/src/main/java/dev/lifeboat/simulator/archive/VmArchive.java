package dev.lifeboat.simulator.archive;

import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XmlRpcWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What is written of VMs: `ova.xml`, and the disks that are streamed behind it.
public final class VmArchive {
    /// Objects are written class by class, in this order.
    private static final List<String> ORDER = List.of(
            "host",
            "VM",
            "VM_metrics",
            "VM_guest_metrics",
            "VBD",
            "VIF",
            "network",
            "VDI",
            "SR",
            "VGPU_type",
            "VGPU",
            "GPU_group",
            "PVS_proxy",
            "PVS_site",
            "VTPM");

    private final Pool pool;
    private final ExportOptions options;
    private final ObjectGraph graph;

    private VmArchive(Pool pool, ExportOptions options, ObjectGraph graph) {
        this.pool = pool;
        this.options = options;
        this.graph = graph;
    }

    public static VmArchive of(Pool pool, List<Entity> vms, ExportOptions options) {
        var graph = new ObjectGraph(options);
        pool.database().atomically(() -> vms.forEach(graph::addVm));
        return new VmArchive(pool, options, graph);
    }

    /// The disks to be streamed by the directory each gets, in the order of the stream.
    public SequencedMap<String, Entity> disks() {
        var disks = new TreeMap<String, Entity>();
        graph.streamed().forEach(vdi -> disks.put(graph.ids().getOrDefault(vdi, ""), vdi));
        return disks;
    }

    public byte[] ovaXml() {
        var objects = new ArrayList<Map<String, Object>>();
        pool.database().atomically(() -> {
            for (var type : ORDER) {
                graph.ids().forEach((entity, id) -> {
                    if (entity.type().equals(type)) {
                        objects.add(object(entity, id));
                    }
                });
            }
        });
        var archive = new LinkedHashMap<String, Object>();
        archive.put(
                "version",
                ArchiveVersion.of(pool.profile())
                        .write(pool.profile(), pool.clock().instant()));
        archive.put("objects", objects);
        return XmlRpcWriter.fragment(archive).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> object(Entity entity, String id) {
        var object = new LinkedHashMap<String, Object>();
        object.put("class", entity.type());
        object.put("id", id);
        object.put("snapshot", record(entity));
        return object;
    }

    private Map<String, Object> record(Entity entity) {
        var record = new LinkedHashMap<String, Object>();
        var fields = pool.database().schema().require(entity.type()).fields();
        entity.asRecord().forEach((name, value) -> {
            var field = fields.get(name);
            record.put(name, field == null ? value : renamed(field.type(), value));
        });
        if (entity.type().equals("VM")) {
            atRest(record);
        }
        return record;
    }

    private Object renamed(FieldType type, Object value) {
        return switch (type) {
            case FieldType.Ref(var target) -> id(target, (String) value);
            case FieldType.Back(var owner, var _) -> ids(owner, (List<?>) value);
            case FieldType.SetOf(FieldType.Ref(var target)) -> ids(target, (List<?>) value);
            default -> value;
        };
    }

    private List<String> ids(String type, List<?> refs) {
        return refs.stream().map(ref -> id(type, (String) ref)).toList();
    }

    private String id(String type, String ref) {
        return graph.ids().getOrDefault(new Entity(pool.database(), type, ref), FieldType.NULL);
    }

    /// As the VM would be found after it was shut down, and not as a snapshot unless its VM is there too.
    private void atRest(Map<String, Object> vm) {
        if (!options.preservePowerState()) {
            vm.put("power_state", "Halted");
            vm.put("suspend_VDI", FieldType.NULL);
        }
        if (!options.snapshots()) {
            vm.put("is_a_snapshot", false);
            vm.put("snapshot_of", FieldType.NULL);
            vm.put("snapshot_time", Instant.EPOCH);
        }
        List.of("resident_on", "affinity", "appliance").forEach(field -> vm.put(field, FieldType.NULL));
        vm.put("current_operations", Map.of());
    }
}
