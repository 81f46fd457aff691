package dev.lifeboat.operator.agent;

import dev.lifeboat.agent.api.AgentArguments;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/// The one container of an agent's pod.
///
/// @param arguments the listen address in them names the variable `POD_IP`, which the container has
record AgentContainer(AgentSettings settings, AgentMounts mounts, AgentArguments arguments) {
    /// The kubelet makes this file and reads the report from it.
    static final String REPORT = "/run/lifeboat/report";

    private static final String COMMAND = "/opt/lifeboat/bin/lifeboat-agent";
    private static final String PORT_NAME = "http";

    Container container() {
        return new ContainerBuilder()
                .withName(AgentManifest.CONTAINER)
                .withImage(settings.image())
                .withImagePullPolicy(settings.imagePullPolicy())
                .withCommand(COMMAND)
                .withArgs(arguments.toList())
                .withEnv(podIp())
                .addNewPort()
                .withName(PORT_NAME)
                .withContainerPort(AgentManifest.PORT)
                .endPort()
                .withLivenessProbe(liveness())
                .withResources(resources())
                .withSecurityContext(confined())
                .withTerminationMessagePath(REPORT)
                .withTerminationMessagePolicy("File")
                .withVolumeMounts(mounts.volumeMounts())
                .build();
    }

    private static EnvVar podIp() {
        return new EnvVarBuilder()
                .withName("POD_IP")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("status.podIP")
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    /// Generous: a pod that is slow is not dead, and a restart costs what was not yet checkpointed.
    private static Probe liveness() {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/healthz")
                .withPort(new IntOrString(PORT_NAME))
                .endHttpGet()
                .withInitialDelaySeconds(15)
                .withPeriodSeconds(20)
                .withTimeoutSeconds(5)
                .withFailureThreshold(6)
                .build();
    }

    private ResourceRequirements resources() {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(settings.cpu()))
                .addToRequests("memory", new Quantity(settings.memory()))
                .addToLimits("memory", new Quantity(settings.memory()))
                .build();
    }

    private static SecurityContext confined() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .addToDrop("ALL")
                .endCapabilities()
                .build();
    }
}
