package dev.lifeboat.operator.agent;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the status of an agent's pod.
record PodState(Pod pod) {
    /// What every pod passes through.
    private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing", "");

    /// The address where the agent listens, while it runs.
    Optional<String> runningAt() {
        return status().filter(_ -> state().map(ContainerState::getRunning).isPresent())
                .map(PodStatus::getPodIP);
    }

    boolean running() {
        return state().map(ContainerState::getRunning).isPresent();
    }

    Optional<ContainerStateTerminated> terminated() {
        return state().map(ContainerState::getTerminated);
    }

    /// Why the pod as a whole ended, as when it was evicted before its container started.
    Optional<String> failed() {
        return status().filter(status -> "Failed".equals(status.getPhase()))
                .map(status -> join(status.getReason(), status.getMessage()));
    }

    /// Why no container runs: the image, or no node that would take the pod.
    Optional<String> waitingFor() {
        return state().map(ContainerState::getWaiting)
                .filter(waiting -> !ORDINARY.contains(String.valueOf(waiting.getReason())))
                .map(PodState::why)
                .or(this::unscheduled);
    }

    private static String why(ContainerStateWaiting waiting) {
        return join(waiting.getReason(), waiting.getMessage());
    }

    private Optional<String> unscheduled() {
        return status().map(PodStatus::getConditions).orElse(List.of()).stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(condition -> join(condition.getReason(), condition.getMessage()))
                .findAny();
    }

    private Optional<PodStatus> status() {
        return Optional.ofNullable(pod.getStatus());
    }

    private Optional<ContainerState> state() {
        return status().map(PodStatus::getContainerStatuses).orElse(List.of()).stream()
                .filter(container -> AgentManifest.CONTAINER.equals(container.getName()))
                .map(ContainerStatus::getState)
                .filter(state -> state != null)
                .findAny();
    }

    private static String join(String reason, String message) {
        return message == null || message.isBlank() ? String.valueOf(reason) : reason + ": " + message;
    }
}
