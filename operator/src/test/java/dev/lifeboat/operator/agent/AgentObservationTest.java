package dev.lifeboat.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentObservationTest {
    private static final Report REPORT = new DeletionReport("uid", true);
    private static final FailureReport FAILURE =
            new FailureReport("uid", FailureReason.StorageUnreachable, "The bucket does not answer");

    @Test
    void aJobWithoutPodsIsPending() {
        assertThat(new AgentObservation(job(), List.of()).run()).isEqualTo(new AgentRun.Pending(Optional.empty()));
    }

    @Test
    void aPodWhoseImageCannotBePulledSaysSo() {
        // given
        var waiting = new ContainerStateBuilder()
                .withNewWaiting()
                .withReason("ImagePullBackOff")
                .withMessage("no such image")
                .endWaiting()
                .build();

        // then
        assertThat(new AgentObservation(job(), List.of(pod("1", waiting))).run())
                .isEqualTo(new AgentRun.Pending(Optional.of("ImagePullBackOff: no such image")));
    }

    @Test
    void aPodThatIsOnItsWayWaitsForNothingWorthSaying() {
        // given
        var waiting = new ContainerStateBuilder()
                .withNewWaiting()
                .withReason("ContainerCreating")
                .endWaiting()
                .build();

        // then
        assertThat(new AgentObservation(job(), List.of(pod("1", waiting))).run())
                .isEqualTo(new AgentRun.Pending(Optional.empty()));
    }

    @Test
    void aRunningContainerCanBeAskedAtItsAddress() {
        // given
        var running = new ContainerStateBuilder().withNewRunning().endRunning().build();

        // when
        var observation = new AgentObservation(job(), List.of(pod("1", running)));

        // then
        assertThat(observation.run()).isEqualTo(new AgentRun.Running(Optional.empty()));
        assertThat(observation.agentAddress()).contains("10.0.0.1");
    }

    @Test
    void aCompleteJobHandsOverTheReport() {
        assertThat(new AgentObservation(
                                job("Complete"), List.of(pod("1", ended(0, AgentJson.terminationMessage(REPORT)))))
                        .run())
                .isEqualTo(new AgentRun.Finished(REPORT));
    }

    @Test
    void aFailedJobHandsOverWhatTheNewestPodReported() {
        // given
        var first = pod("1", ended(137, ""));
        var second = pod("2", ended(10, AgentJson.terminationMessage(FAILURE)));

        // then
        assertThat(new AgentObservation(job("Failed"), List.of(second, first)).run())
                .isEqualTo(new AgentRun.Finished(FAILURE));
    }

    @Test
    void aPodThatFailedWhileTheJobGoesOnIsNotTheEnd() {
        assertThat(new AgentObservation(job(), List.of(pod("1", ended(10, AgentJson.terminationMessage(FAILURE)))))
                        .run())
                .isEqualTo(new AgentRun.Died("The bucket does not answer", true));
    }

    @Test
    void anEndWithoutAReportIsToldByItsExitCode() {
        assertThat(new AgentObservation(job("Failed"), List.of(pod("1", ended(137, "Killed")))).run())
                .isEqualTo(new AgentRun.Died("The agent exited with code 137 (OOMKilled) and left no report", false));
    }

    @Test
    void aFailedJobWhosePodsAreGoneSaysNothingOfTheOrder() {
        assertThat(new AgentObservation(job("Failed"), List.of()).run())
                .isEqualTo(new AgentRun.Silent("The agent's Job failed: BackoffLimitExceeded"));
    }

    @Test
    void anAgentThatWasDoneAndLeftNoReportIsSilent() {
        for (var lost : List.of("", "{\"kind\":\"Back")) {
            assertThat(new AgentObservation(job("Complete"), List.of(pod("1", ended(0, lost)))).run())
                    .isInstanceOf(AgentRun.Silent.class);
        }
        assertThat(new AgentObservation(job("Complete"), List.of()).run()).isInstanceOf(AgentRun.Silent.class);
    }

    @Test
    void aPodThatEndedWellIsStillRunningUntilTheJobSaysSo() {
        assertThat(new AgentObservation(job(), List.of(pod("1", ended(0, AgentJson.terminationMessage(REPORT))))).run())
                .isEqualTo(new AgentRun.Running(Optional.empty()));
    }

    private static Job job() {
        return new JobBuilder().withNewStatus().endStatus().build();
    }

    private static Job job(String condition) {
        return new JobBuilder()
                .withNewStatus()
                .addNewCondition()
                .withType(condition)
                .withStatus("True")
                .withReason("BackoffLimitExceeded")
                .endCondition()
                .endStatus()
                .build();
    }

    private static ContainerState ended(int exitCode, String message) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(exitCode == 137 ? "OOMKilled" : "Error")
                .withMessage(message)
                .endTerminated()
                .build();
    }

    private static Pod pod(String minute, ContainerState state) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("agent-" + minute)
                .withCreationTimestamp("2026-11-23T02:0" + minute + ":00Z")
                .endMetadata()
                .withNewStatus()
                .withPodIP("10.0.0.1")
                .addNewContainerStatus()
                .withName("agent")
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
