package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.operator.naming.BackupName;
import dev.lifeboat.operator.naming.Labels;
import dev.lifeboat.operator.naming.ShortHash;
import java.time.Instant;
import java.util.Optional;

/// What a run is for, and by what its backups are known when it was cut short and is done again.
///
/// @param time that their names carry: a schedule's own, or for a request that of the pass
record Occasion(Trigger trigger, Instant time, BackupType type) {
    private static final int RUN_HASH = 10;

    sealed interface Trigger {
        record Schedule(String name) implements Trigger {}

        /// @param lastRun the policy's at that time: the same text may be asked for again, after another one
        record Request(String text, Optional<Instant> lastRun) implements Trigger {}
    }

    Optional<String> schedule() {
        return trigger instanceof Trigger.Schedule(var name) ? Optional.of(name) : Optional.empty();
    }

    /// Value of [Labels#RUN].
    static String runLabel(Trigger.Request request) {
        return ShortHash.of(
                request.text() + request.lastRun().map(time -> "/" + time).orElse(""), RUN_HASH);
    }

    String nameOf(Candidate vm, BackupPolicy policy) {
        var hashed = String.join("/", policy.getMetadata().getUid(), trigger.toString(), vm.hypervisor(), vm.uuid());
        return BackupName.of(vm.vm().name(), time, hashed);
    }

    /// Whether a backup is this run's own. The names of a requested run hold the time of the pass that made them, so it
    /// is known by its label.
    boolean made(VmBackup backup, Candidate vm, BackupPolicy policy) {
        return switch (trigger) {
            case Trigger.Schedule _ ->
                nameOf(vm, policy).equals(backup.getMetadata().getName());
            case Trigger.Request request -> {
                var labels = backup.getMetadata().getLabels();
                yield labels != null && runLabel(request).equals(labels.get(Labels.RUN));
            }
        };
    }
}
