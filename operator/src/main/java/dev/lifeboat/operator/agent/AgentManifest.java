package dev.lifeboat.operator.agent;

import dev.lifeboat.agent.api.AgentArguments;
import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.ExitCode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.Map;

/// The Job and the ConfigMap of one order.
final class AgentManifest {
    static final String CONTAINER = "agent";
    static final int PORT = 9095;

    /// Pods that fail for reasons of their own, such as a lost connection, are replaced this often.
    private static final int RETRIES = 3;
    /// The agent ends its transfers within this after SIGTERM.
    private static final long GRACE_SECONDS = 30;
    private static final long USER = 65532;

    private final AgentOrder order;
    private final AgentSettings settings;
    private final AgentMounts mounts;

    AgentManifest(AgentOrder order, AgentSettings settings) {
        this.order = order;
        this.settings = settings;
        this.mounts = new AgentMounts(order);
    }

    ConfigMap configMap() {
        return new ConfigMapBuilder()
                .withMetadata(metadata())
                .withData(Map.of(AgentMounts.ORDER_FILE, AgentJson.write(order.order())))
                .build();
    }

    Job job() {
        return new JobBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withBackoffLimit(RETRIES)
                .withPodFailurePolicy(podFailurePolicy())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(AgentLabels.of(order.owner()))
                .endMetadata()
                .withSpec(pod())
                .endTemplate()
                .endSpec()
                .build();
    }

    /// A pod that was evicted or drained says nothing about the order, so it does not count.
    private static PodFailurePolicy podFailurePolicy() {
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition("True", "DisruptionTarget")
                .endRule()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(ExitCode.Usage.number(), ExitCode.Permanent.number(), ExitCode.Cancelled.number())
                .endOnExitCodes()
                .endRule()
                .addNewRule()
                .withAction("Count")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(ExitCode.Retryable.number())
                .endOnExitCodes()
                .endRule()
                .build();
    }

    private PodSpec pod() {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(new AgentContainer(settings, mounts, arguments()).container())
                .withVolumes(mounts.volumes())
                .build();
    }

    private AgentArguments arguments() {
        return new AgentArguments(
                AgentMounts.ORDER_FOLDER + "/" + AgentMounts.ORDER_FILE,
                order.pool().map(_ -> AgentMounts.POOL_FOLDER),
                mounts.bucket().map(_ -> AgentMounts.STORAGE_FOLDER),
                mounts.keySecret().map(_ -> AgentMounts.KEY_FOLDER),
                mounts.volume().map(_ -> AgentMounts.VOLUME_FOLDER),
                AgentContainer.REPORT,
                "$(POD_IP):" + PORT);
    }

    private ObjectMeta metadata() {
        return new ObjectMetaBuilder()
                .withName(order.name())
                .withNamespace(order.namespace())
                .withLabels(AgentLabels.of(order.owner()))
                .withOwnerReferences(owner())
                .build();
    }

    private OwnerReference owner() {
        var owner = order.owner();
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
