package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.operator.naming.BackupName;
import dev.lifeboat.operator.naming.Labels;
import dev.lifeboat.operator.naming.ShortHash;
import dev.lifeboat.operator.status.Events;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates the VmBackups of a run. May be told the same run twice: what exists is left as it is.
final class BackupWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BackupWriter.class);
    private static final int RUN_HASH = 10;

    private final KubernetesClient client;
    private final Events events;

    BackupWriter(KubernetesClient client, Events events) {
        this.client = client;
        this.events = events;
    }

    void write(BackupPolicy policy, Run run) {
        var there = alreadyThere(policy, run);
        LOG.info("{} starts {} backups", run.trigger(), run.vms().size());
        run.vms().stream()
                .filter(vm -> !there.contains(vm.uuid()))
                .forEach(vm -> create(policy, backup(policy, run, vm)));
        if (!run.skipped().isEmpty()) {
            events.warning(
                    policy,
                    BackupPolicyReason.Active,
                    "Skipped " + names(run) + ": the backup before has not ended yet");
        }
    }

    /// The names of a requested run hold the time of the pass that made them, so one that was cut short is known by its
    /// label. A schedule's own time is in its names.
    private Set<String> alreadyThere(BackupPolicy policy, Run run) {
        return switch (run.trigger()) {
            case Run.Trigger.Schedule _ -> Set.of();
            case Run.Trigger.Request(var text) ->
                client
                        .resources(VmBackup.class)
                        .inNamespace(policy.getMetadata().getNamespace())
                        .withLabel(
                                Labels.POLICY, Labels.value(policy.getMetadata().getName()))
                        .withLabel(Labels.RUN, ShortHash.of(text, RUN_HASH))
                        .list()
                        .getItems()
                        .stream()
                        .map(backup -> String.valueOf(backup.getSpec().source().vmUUID()))
                        .collect(Collectors.toSet());
        };
    }

    private void create(BackupPolicy policy, VmBackup backup) {
        try {
            client.resource(backup).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                LOG.debug("VmBackup {} exists", backup.getMetadata().getName());
            } else if (e.getCode() >= 400 && e.getCode() < 500 && e.getCode() != 429) {
                events.warning(
                        policy,
                        BackupPolicyReason.InternalError,
                        "VmBackup " + backup.getMetadata().getName() + " was refused: " + e.getMessage());
            } else {
                throw e;
            }
        }
    }

    private static VmBackup backup(BackupPolicy policy, Run run, Candidate candidate) {
        var spec = policy.getSpec();
        var backup = new VmBackup();
        backup.setMetadata(new ObjectMetaBuilder()
                .withName(BackupName.of(candidate.vm().name(), run.time(), occasion(policy, run, candidate)))
                .withNamespace(policy.getMetadata().getNamespace())
                .withLabels(labels(policy, run, candidate))
                .build());
        backup.setSpec(new VmBackupSpec(
                new VmBackupSpec.Source(new LocalRef(candidate.hypervisor()), candidate.uuid(), null),
                spec.storageRef(),
                new LocalRef(policy.getMetadata().getName()),
                run.schedule().orElse(null),
                run.type(),
                spec.strategy(),
                spec.snapshots(),
                spec.backupDeletionPolicy(),
                false,
                spec.vmTimeout()));
        return backup;
    }

    private static Map<String, String> labels(BackupPolicy policy, Run run, Candidate candidate) {
        var labels = new HashMap<String, String>();
        labels.put(Labels.POLICY, Labels.value(policy.getMetadata().getName()));
        labels.put(Labels.VM_UUID, candidate.uuid());
        labels.put(Labels.HYPERVISOR, Labels.value(candidate.hypervisor()));
        labels.put(Labels.STORAGE, Labels.value(policy.getSpec().storageRef().name()));
        switch (run.trigger()) {
            case Run.Trigger.Schedule(var name) -> labels.put(Labels.SCHEDULE, name);
            case Run.Trigger.Request(var text) -> labels.put(Labels.RUN, ShortHash.of(text, RUN_HASH));
        }
        return labels;
    }

    private static String occasion(BackupPolicy policy, Run run, Candidate candidate) {
        return String.join(
                "/", policy.getMetadata().getUid(), run.trigger().toString(), candidate.hypervisor(), candidate.uuid());
    }

    private static String names(Run run) {
        return run.skipped().stream().map(it -> it.vm().name()).collect(Collectors.joining(", "));
    }
}
