package dev.lifeboat.operator.agent;

import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.MalformedMessageException;
import dev.lifeboat.agent.api.Report;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a Job and its pods say about the order.
final class AgentObservation {
    private final Job job;
    private final Optional<PodState> newest;

    AgentObservation(Job job, List<Pod> pods) {
        this.job = job;
        this.newest = pods.stream()
                .max(Comparator.comparing(
                        pod -> String.valueOf(pod.getMetadata().getCreationTimestamp())))
                .map(PodState::new);
    }

    /// @return a [AgentRun.Running] without progress, which whoever has the address adds
    AgentRun run() {
        if (over("Complete") || over("SuccessCriteriaMet")) {
            return ended();
        }
        if (over("Failed") || over("FailureTarget")) {
            return ended();
        }
        if (newest.isEmpty()) {
            return new AgentRun.Pending(Optional.empty());
        }
        var pod = newest.get();
        if (pod.running()) {
            return new AgentRun.Running(Optional.empty());
        }
        return pod.terminated().isPresent() || pod.failed().isPresent()
                ? betweenPods(pod)
                : new AgentRun.Pending(pod.waitingFor());
    }

    Optional<String> agentAddress() {
        return newest.flatMap(PodState::runningAt);
    }

    /// A pod ended and the Job controller has not said yet what follows.
    private static AgentRun betweenPods(PodState pod) {
        return exitedWell(pod) ? new AgentRun.Running(Optional.empty()) : new AgentRun.Died(describe(pod), true);
    }

    private AgentRun ended() {
        return newest.flatMap(AgentObservation::report)
                .<AgentRun>map(AgentRun.Finished::new)
                .orElseGet(
                        () -> newest.map(AgentObservation::silence).orElseGet(() -> new AgentRun.Silent(jobFailure())));
    }

    private static AgentRun silence(PodState pod) {
        return exitedWell(pod) ? new AgentRun.Silent(describe(pod)) : new AgentRun.Died(describe(pod), false);
    }

    private static boolean exitedWell(PodState pod) {
        return pod.terminated().filter(end -> end.getExitCode() == 0).isPresent();
    }

    private static Optional<Report> report(PodState pod) {
        return pod.terminated()
                .map(ContainerStateTerminated::getMessage)
                .filter(text -> !text.isBlank())
                .flatMap(AgentObservation::parse);
    }

    private static Optional<Report> parse(String text) {
        try {
            return Optional.of(AgentJson.readReport(text));
        } catch (MalformedMessageException _) {
            return Optional.empty();
        }
    }

    private static String describe(PodState pod) {
        return report(pod)
                .filter(FailureReport.class::isInstance)
                .map(report -> ((FailureReport) report).message())
                .or(() -> pod.terminated().map(AgentObservation::exit))
                .or(pod::failed)
                .orElse("The agent's pod ended without saying why");
    }

    private static String exit(ContainerStateTerminated end) {
        var reason = end.getReason() == null ? "" : " (" + end.getReason() + ")";
        return "The agent exited with code " + end.getExitCode() + reason + " and left no report";
    }

    private String jobFailure() {
        return conditions("Failed")
                .map(message -> "The agent's Job failed: " + message)
                .orElse("The agent's pod is gone and left no report");
    }

    private Optional<String> conditions(String type) {
        return job.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .map(condition -> condition.getMessage() == null ? condition.getReason() : condition.getMessage())
                .findAny();
    }

    private boolean over(String type) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(
                                condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
