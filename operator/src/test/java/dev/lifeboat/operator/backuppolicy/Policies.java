package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicySpec;
import dev.lifeboat.crds.BackupPolicyStatus;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmSelector;
import dev.lifeboat.operator.fakes.PlainBackup;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.xen.VirtualMachine;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Policies and what is observed around them, for tests.
final class Policies {
    static final Instant NOW = Instant.parse("2026-11-23T02:30:00Z");

    private VmSelector selector = new VmSelector(
            List.of(new VmSelector.VmTerm(null, null, null, new VmSelector.Tags(List.of("gold"), null, null), null)),
            null);
    private final List<BackupPolicySpec.Schedule> schedules = new ArrayList<>();
    private final List<BackupPolicyStatus.ScheduleStatus> known = new ArrayList<>();
    private String runRequest;
    private String handled;
    private boolean suspended;

    private Policies() {}

    /// A policy that selects VMs tagged `gold`.
    static Policies policy() {
        return new Policies();
    }

    Policies runRequest(String text) {
        runRequest = text;
        return this;
    }

    Policies handled(String text) {
        handled = text;
        return this;
    }

    Policies suspended() {
        suspended = true;
        return this;
    }

    Policies selecting(String regex) {
        selector = new VmSelector(List.of(new VmSelector.VmTerm(null, null, regex, null, null)), null);
        return this;
    }

    Policies schedule(String name, String cron) {
        return schedule(name, cron, BackupType.Auto);
    }

    Policies schedule(String name, String cron, BackupType type) {
        schedules.add(new BackupPolicySpec.Schedule(name, cron, null, type, "1h", false));
        return this;
    }

    Policies pending(String schedule, Instant next) {
        known.add(new BackupPolicyStatus.ScheduleStatus(schedule, next, null, 0));
        return this;
    }

    BackupPolicy build() {
        var policy = new BackupPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withName("gold")
                .withNamespace("demo")
                .withUid("0000-policy")
                .withGeneration(1L)
                .build());
        policy.setSpec(new BackupPolicySpec(
                List.of(new LocalRef("west")),
                selector,
                Resources.ALL_DISKS,
                PlainBackup.STRATEGY,
                Resources.CRASH,
                PlainBackup.SNAPSHOTS,
                schedules,
                new LocalRef("bucket"),
                DeletionPolicy.Delete,
                suspended,
                runRequest,
                null));
        policy.setStatus(new BackupPolicyStatus(
                1L, null, null, null, null, List.copyOf(known), null, null, null, handled, null));
        return policy;
    }

    static Observed observed(VirtualMachine... vms) {
        return new Observed(
                NOW,
                Stream.of(vms).map(vm -> new Candidate("west", vm)).toList(),
                1,
                List.of(),
                List.of(),
                true,
                List.of());
    }

    static Observed with(Observed observed, List<VmBackup> backups) {
        return new Observed(
                observed.now(),
                observed.candidates(),
                observed.inventories(),
                observed.unknownReferences(),
                observed.notReady(),
                observed.storageKnown(),
                backups);
    }

    static Observed withoutInventory() {
        return new Observed(NOW, List.of(), 0, List.of(), List.of("XenHypervisor west is not ready."), true, List.of());
    }

    /// @param condition that is true
    static VmBackup backup(String name, VirtualMachine vm, String condition) {
        var backup = new VmBackup();
        backup.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace("demo").build());
        backup.setSpec(PlainBackup.spec("west", vm.uuid(), "gold"));
        var met = new ConditionBuilder().withType(condition).withStatus("True").build();
        backup.setStatus(PlainBackup.status(met, null, null, null));
        return backup;
    }
}
