package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupSpec;
import dev.lifeboat.operator.naming.Labels;
import dev.lifeboat.operator.status.Events;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates the VmBackups of a run. May be told the same run twice: what exists is left as it is.
final class BackupWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BackupWriter.class);
    private static final int HTTP_TOO_MANY_REQUESTS = 429;

    private final KubernetesClient client;
    private final Events events;

    BackupWriter(KubernetesClient client, Events events) {
        this.client = client;
        this.events = events;
    }

    /// A VmBackup that the API server refuses for good.
    private record Refusal(Candidate vm, String answer) {}

    /// @throws KubernetesClientException of what may pass; then the whole run is to be written again
    void write(BackupPolicy policy, Run run) {
        var there = alreadyThere(policy, run.occasion());
        LOG.info("{} starts {} backups", run.occasion().trigger(), run.vms().size());
        var refusals = run.vms().stream()
                .filter(vm -> !there.contains(vm.uuid()))
                .map(vm -> create(vm, backup(policy, run.occasion(), vm)))
                .flatMap(Optional::stream)
                .toList();
        tellRefused(policy, refusals);
        tellSkipped(policy, run.skipped());
    }

    /// The names of a requested run hold the time of the pass that made them, so one that was cut short is known by its
    /// label. A schedule's own time is in its names.
    private Set<String> alreadyThere(BackupPolicy policy, Occasion occasion) {
        return switch (occasion.trigger()) {
            case Occasion.Trigger.Schedule _ -> Set.of();
            case Occasion.Trigger.Request request ->
                client
                        .resources(VmBackup.class)
                        .inNamespace(policy.getMetadata().getNamespace())
                        .withLabel(
                                Labels.POLICY, Labels.value(policy.getMetadata().getName()))
                        .withLabel(Labels.RUN, Occasion.runLabel(request))
                        .list()
                        .getItems()
                        .stream()
                        .map(backup -> String.valueOf(backup.getSpec().source().vmUUID()))
                        .collect(Collectors.toSet());
        };
    }

    private Optional<Refusal> create(Candidate vm, VmBackup backup) {
        try {
            client.resource(backup).create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                LOG.debug("VmBackup {} exists", backup.getMetadata().getName());
                return Optional.empty();
            }
            if (e.getCode() >= 400 && e.getCode() < 500 && e.getCode() != HTTP_TOO_MANY_REQUESTS) {
                return Optional.of(new Refusal(vm, answer(e)));
            }
            throw e;
        }
    }

    private void tellRefused(BackupPolicy policy, List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        var names = refusals.stream().map(it -> it.vm().vm().name()).collect(Collectors.joining(", "));
        var answer = refusals.getFirst().answer();
        LOG.warn("{}: VmBackups of {}: {}", BackupPolicyReason.BackupRefused, names, answer);
        events.warning(
                policy,
                BackupPolicyReason.BackupRefused,
                "The API server refused VmBackups. Mend what it says, then change spec.runRequest to another text: "
                        + answer + ". Without a backup of this run: " + names);
    }

    /// Without the request and the whole answer, which the client's own message repeats.
    private static String answer(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElse(String.valueOf(e.getMessage()));
    }

    private void tellSkipped(BackupPolicy policy, List<Run.Skipped> skipped) {
        if (!skipped.isEmpty()) {
            events.warning(
                    policy,
                    BackupPolicyReason.BackupStillRunning,
                    "Skipped, since the VmBackup before has not ended. The next run takes them; spec.cancel: true of"
                            + " the VmBackup ends it: "
                            + skipped.stream()
                                    .map(it -> it.vm().vm().name() + " (" + it.running() + ")")
                                    .collect(Collectors.joining(", ")));
        }
    }

    private static VmBackup backup(BackupPolicy policy, Occasion occasion, Candidate candidate) {
        var spec = policy.getSpec();
        var backup = new VmBackup();
        backup.setMetadata(new ObjectMetaBuilder()
                .withName(occasion.nameOf(candidate, policy))
                .withNamespace(policy.getMetadata().getNamespace())
                .withLabels(labels(policy, occasion, candidate))
                .build());
        backup.setSpec(new VmBackupSpec(
                new VmBackupSpec.Source(new LocalRef(candidate.hypervisor()), candidate.uuid(), null),
                spec.storageRef(),
                new LocalRef(policy.getMetadata().getName()),
                occasion.schedule().orElse(null),
                occasion.type(),
                spec.disks(),
                spec.strategy(),
                spec.consistency(),
                spec.snapshots(),
                spec.backupDeletionPolicy(),
                false,
                spec.vmTimeout()));
        return backup;
    }

    private static Map<String, String> labels(BackupPolicy policy, Occasion occasion, Candidate candidate) {
        var labels = new HashMap<String, String>();
        labels.put(Labels.POLICY, Labels.value(policy.getMetadata().getName()));
        labels.put(Labels.VM_UUID, candidate.uuid());
        labels.put(Labels.HYPERVISOR, Labels.value(candidate.hypervisor()));
        labels.put(Labels.STORAGE, Labels.value(policy.getSpec().storageRef().name()));
        switch (occasion.trigger()) {
            case Occasion.Trigger.Schedule(var name) -> labels.put(Labels.SCHEDULE, name);
            case Occasion.Trigger.Request request -> labels.put(Labels.RUN, Occasion.runLabel(request));
        }
        return labels;
    }
}
