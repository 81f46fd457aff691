package dev.lifeboat.e2e.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.e2e.stack.ForeignPoolClient;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.control.Control;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// One more pool for the operator that runs, in this process: of another release, with VMs of its own.
record PoolOfRelease(SimulatedPool simulated, Lifeboat lifeboat, ForeignPoolClient connection)
        implements AutoCloseable {
    static PoolOfRelease start(Lifeboat running, PoolOptions options) {
        var simulated = SimulatedPool.start(options);
        return new PoolOfRelease(simulated, running.with(simulated.pool()), new ForeignPoolClient(simulated.pool()));
    }

    Control control() {
        return simulated.simulator().control();
    }

    String vm(String name) {
        return lifeboat.vm(name).uuid();
    }

    /// Ref of an object.
    String ref(String type, String uuid) {
        return connection.call(type + ".get_by_uuid", uuid).asText();
    }

    /// Ref of the disk at this device of a VM.
    String disk(String vm, String device) {
        var ref = ref("VM", vm);
        return StreamSupport.stream(connection.call("VM.get_VBDs", ref).spliterator(), false)
                .map(vbd -> connection.call("VBD.get_record", vbd.asText()))
                .filter(vbd -> vbd.path("userdevice").asText().equals(device)
                        && vbd.path("type").asText().equals("Disk"))
                .map(vbd -> vbd.path("VDI").asText())
                .findFirst()
                .orElseThrow();
    }

    /// Disks and records of changed blocks that backups left of disks of this VM.
    List<JsonNode> left(String vm) {
        return connection
                .call("VDI.get_all_records")
                .valueStream()
                .filter(vdi -> vdi.path("is_a_snapshot").asBoolean()
                        || vdi.path("type").asText().equals("cbt_metadata"))
                .filter(vdi ->
                        vm.equals(vdi.at("/other_config/lifeboat:vm-uuid").asText()))
                .toList();
    }

    /// Adds an empty disk to a VM.
    void addDisk(String vm, String device, long sizeBytes) {
        var sr = connection.call("VDI.get_SR", disk(vm, "0")).asText();
        var vdi = connection.call(
                "VDI.create",
                Map.ofEntries(
                        Map.entry("name_label", "added"),
                        Map.entry("name_description", ""),
                        Map.entry("SR", sr),
                        Map.entry("virtual_size", sizeBytes),
                        Map.entry("type", "user"),
                        Map.entry("sharable", false),
                        Map.entry("read_only", false),
                        Map.entry("other_config", Map.of())));
        connection.call(
                "VBD.create",
                Map.ofEntries(
                        Map.entry("VM", ref("VM", vm)),
                        Map.entry("VDI", vdi.asText()),
                        Map.entry("userdevice", device),
                        Map.entry("bootable", false),
                        Map.entry("mode", "RW"),
                        Map.entry("type", "Disk"),
                        Map.entry("empty", false),
                        Map.entry("other_config", Map.of()),
                        Map.entry("qos_algorithm_type", ""),
                        Map.entry("qos_algorithm_params", Map.of())));
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (IllegalStateException _) {
            // Another master knows nothing of the session.
        }
        simulated.close();
    }
}
