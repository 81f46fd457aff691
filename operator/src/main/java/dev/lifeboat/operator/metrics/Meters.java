package dev.lifeboat.operator.metrics;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The figures that alert rules are written on.
public final class Meters {
    private final MeterRegistry registry;
    private final GaugeTable hypervisorUp;
    private final GaugeTable hypervisorNbd;
    private final GaugeTable unprotected;
    private final GaugeTable leftovers;
    private final GaugeTable vmName;
    private final GaugeTable lastSuccess;
    private final GaugeTable storageReady;
    private final GaugeTable storageLogicalBytes;
    private final GaugeTable storageStoredBytes;
    private final List<GaugeTable> tables;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
        hypervisorUp = table("lifeboat_hypervisor_up", "1 while the pool is connected");
        hypervisorNbd = table("lifeboat_hypervisor_nbd_available", "1 if disks can be read over NBD");
        unprotected = table("lifeboat_vm_unprotected", "VMs of the pool that no policy selects");
        leftovers = table(
                "lifeboat_snapshot_leftovers", "Things of ours on the pool that nobody needs and that would not go");
        vmName = table("lifeboat_vm_name", "Name of each VM; always 1");
        lastSuccess =
                table("lifeboat_vm_last_success_timestamp_seconds", "Point in time of the VM's newest complete backup");
        storageReady = table("lifeboat_storage_ready", "1 if the last check of the storage went well");
        storageLogicalBytes = table("lifeboat_storage_logical_bytes", "Sum of the disk sizes of all recovery points");
        storageStoredBytes = table("lifeboat_storage_stored_bytes", "What the objects in the storage take");
        tables = List.of(
                hypervisorUp,
                hypervisorNbd,
                unprotected,
                leftovers,
                vmName,
                lastSuccess,
                storageReady,
                storageLogicalBytes,
                storageStoredBytes);
    }

    /// @param name        of the VM
    /// @param lastSuccess point in time of its newest complete backup
    public record Vm(String uuid, String name, Optional<Instant> lastSuccess) {}

    public void hypervisorDown(HasMetadata hypervisor) {
        hypervisorUp.replace(key(hypervisor), one(tags(hypervisor, "hypervisor"), 0));
    }

    public void hypervisorUp(HasMetadata hypervisor, boolean nbd, long unprotectedVms, List<Vm> vms) {
        var key = key(hypervisor);
        var tags = tags(hypervisor, "hypervisor");
        hypervisorUp.replace(key, one(tags, 1));
        hypervisorNbd.replace(key, one(tags, nbd ? 1 : 0));
        unprotected.replace(key, one(tags, (double) unprotectedVms));
        vmName.replace(
                key,
                vms.stream()
                        .map(vm -> new GaugeTable.Value(tags.and("vm_uuid", vm.uuid(), "vm", vm.name()), 1))
                        .toList());
        lastSuccess.replace(
                key,
                vms.stream()
                        .filter(vm -> vm.lastSuccess().isPresent())
                        .map(vm -> new GaugeTable.Value(tags.and("vm_uuid", vm.uuid()), (double)
                                vm.lastSuccess().get().getEpochSecond()))
                        .toList());
    }

    public void leftovers(HasMetadata hypervisor, int count) {
        leftovers.replace(key(hypervisor), one(tags(hypervisor, "hypervisor"), count));
    }

    public void storageDown(HasMetadata storage) {
        storageReady.replace(key(storage), one(tags(storage, "storage"), 0));
    }

    public void storageUp(HasMetadata storage, long logicalBytes, long storedBytes) {
        var tags = tags(storage, "storage");
        storageReady.replace(key(storage), one(tags, 1));
        storageLogicalBytes.replace(key(storage), one(tags, (double) logicalBytes));
        storageStoredBytes.replace(key(storage), one(tags, (double) storedBytes));
    }

    public void missedRuns(HasMetadata policy, String schedule, int count) {
        Counter.builder("lifeboat_policy_missed_runs")
                .description("Scheduled runs that did not start within their deadline")
                .tags(tags(policy, "policy").and("schedule", schedule))
                .register(registry)
                .increment(count);
    }

    /// For counters of other kinds, with their own labels.
    public MeterRegistry registry() {
        return registry;
    }

    /// Takes a deleted resource out of all tables.
    void forget(String kind, String namespace, String name) {
        tables.forEach(table -> table.forget(String.join("/", kind, namespace, name)));
    }

    private GaugeTable table(String name, String description) {
        return new GaugeTable(registry, name, description);
    }

    private static String key(HasMetadata resource) {
        return String.join(
                "/",
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
    }

    private static Tags tags(HasMetadata resource, String label) {
        return Tags.of(
                "namespace",
                resource.getMetadata().getNamespace(),
                label,
                resource.getMetadata().getName());
    }

    private static List<GaugeTable.Value> one(Tags tags, double number) {
        return List.of(new GaugeTable.Value(tags, number));
    }
}
