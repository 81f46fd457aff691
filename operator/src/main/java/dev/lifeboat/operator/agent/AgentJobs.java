package dev.lifeboat.operator.agent;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Starts agents as Jobs and says how they do. Every call reads the server, so that what was just done is seen.
public final class AgentJobs implements Agents {
    private static final String FIELD_MANAGER = "lifeboat-operator";
    /// Edited under another name, so that applying the order again leaves it as it is.
    private static final String SILENCES = "lifeboat.dev/silent-agents";
    /// An agent that was done leaves no report when its node dies in that very moment. Twice is no accident.
    private static final int MOST_SILENCES = 2;

    private final KubernetesClient client;
    private final AgentSettings settings;
    private final ProgressReader progress = new ProgressReader();

    public AgentJobs(KubernetesClient client, AgentSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /// Wakes the owner of an agent's Job whenever the Job changes.
    public static <P extends HasMetadata> EventSource<Job, P> wakeOwner(EventSourceContext<P> context, Class<P> owner) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Job.class, owner)
                        .withName("Job")
                        .withLabelSelector(AgentLabels.SELECTOR)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(owner))
                        .build(),
                context);
    }

    @Override
    public AgentRun observe(String namespace, String name) {
        var job =
                client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
        if (job == null) {
            return new AgentRun.Absent();
        }
        var pods = pods(namespace, name);
        var observation = new AgentObservation(job, pods);
        return switch (observation.run()) {
            case AgentRun.Running _ ->
                new AgentRun.Running(observation.agentAddress().flatMap(ip -> progress.read(ip, AgentManifest.PORT)));
            case AgentRun.Pending(var whyNot) -> new AgentRun.Pending(whyNot.or(() -> lastWarning(pods)));
            case AgentRun.Absent absent -> absent;
            case AgentRun.Finished finished -> finished;
            case AgentRun.Died died -> died;
            case AgentRun.Silent silent ->
                silences(namespace, name) < MOST_SILENCES ? silent : new AgentRun.Died(silent.message(), false);
        };
    }

    /// How many agents of this name ended without a word before. Their orders' ConfigMap knows.
    private int silences(String namespace, String name) {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(config -> config.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(SILENCES))
                .map(Integer::parseInt)
                .orElse(0);
    }

    @Override
    public void forgetSilent(String namespace, String name) {
        int before = silences(namespace, name);
        client.configMaps()
                .inNamespace(namespace)
                .withName(name)
                .edit(config -> new ConfigMapBuilder(config)
                        .editMetadata()
                        .addToAnnotations(SILENCES, Integer.toString(before + 1))
                        .endMetadata()
                        .build());
        deleteJob(namespace, name);
    }

    /// What stands in the way of a volume or an image is told by events and not by the pod's status.
    private Optional<String> lastWarning(List<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> client
                        .v1()
                        .events()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .withField("involvedObject.uid", pod.getMetadata().getUid())
                        .list()
                        .getItems()
                        .stream())
                .filter(event -> "Warning".equals(event.getType()))
                .max(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                .map(event -> event.getReason() + ": " + event.getMessage());
    }

    @Override
    public void start(AgentOrder order) {
        var existing = client.batch()
                .v1()
                .jobs()
                .inNamespace(order.namespace())
                .withName(order.name())
                .get();
        if (existing == null) {
            var manifest = new AgentManifest(order, settings);
            apply(manifest.configMap());
            apply(manifest.job());
        }
    }

    /// Deletes the Job and its order; a running agent gets SIGTERM.
    @Override
    public void stop(String namespace, String name) {
        deleteJob(namespace, name);
        client.configMaps().inNamespace(namespace).withName(name).delete();
    }

    private void deleteJob(String namespace, String name) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(name)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }

    /// Stops all agents of a resource but one.
    public void stopOthers(HasMetadata owner, String except) {
        var namespace = owner.getMetadata().getNamespace();
        client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(AgentLabels.OWNER_UID, owner.getMetadata().getUid())
                .list()
                .getItems()
                .stream()
                .map(job -> job.getMetadata().getName())
                .filter(name -> !name.equals(except))
                .forEach(name -> stop(namespace, name));
    }

    @Override
    public boolean gone(String namespace, String name) {
        return client.batch().v1().jobs().inNamespace(namespace).withName(name).get() == null
                && pods(namespace, name).stream().allMatch(AgentJobs::ended);
    }

    private static boolean ended(Pod pod) {
        var state = new PodState(pod);
        return state.terminated().isPresent() || state.failed().isPresent();
    }

    private List<Pod> pods(String namespace, String name) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(AgentLabels.JOB_NAME, name)
                .list()
                .getItems();
    }

    private void apply(HasMetadata resource) {
        client.resource(resource).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
    }
}
