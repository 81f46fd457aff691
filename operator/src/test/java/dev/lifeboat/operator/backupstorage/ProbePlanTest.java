package dev.lifeboat.operator.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.ProbeReport;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.backupstorage.ProbePlan.Observed;
import dev.lifeboat.operator.backupstorage.ProbePlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbePlanTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:30:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final AgentRun ABSENT = new AgentRun.Absent();
    private static final ProbeReport REPORT =
            new ProbeReport("x", "repository", 1, Optional.empty(), true, 0, 0, 0, 1, List.of());
    private static final FailureReport FAILURE = new FailureReport("x", FailureReason.StorageNotWritable, "read-only");

    record Case(String what, Observed observed, AgentRun run, Step expected) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("never probed", observed(null, false, false), ABSENT, new Step.Start()),
                new Case(
                        "probed a minute ago",
                        observed(60, false, true),
                        ABSENT,
                        new Step.Sleep(Duration.ofMinutes(4))),
                new Case("probed long ago", observed(300, false, true), ABSENT, new Step.Start()),
                new Case("a backup ended since", backedUp(10, observed(60, false, true)), ABSENT, new Step.Start()),
                new Case(
                        "a backup ended right after the last probe",
                        backedUp(5, observed(10, false, true)),
                        ABSENT,
                        new Step.Sleep(Duration.ofSeconds(20))),
                new Case(
                        "the last backup is known already",
                        backedUp(90, observed(60, false, true)),
                        ABSENT,
                        new Step.Sleep(Duration.ofMinutes(4))),
                new Case("spec changed", observed(60, true, true), ABSENT, new Step.Start()),
                new Case("failed just now", observed(10, false, false), ABSENT, new Step.Sleep(Duration.ofSeconds(20))),
                new Case("failed a while ago", observed(30, false, false), ABSENT, new Step.Start()),
                new Case(
                        "no node takes the pod",
                        observed(null, false, false),
                        new AgentRun.Pending(Optional.of("Unschedulable")),
                        new Step.Wait(Optional.of("Unschedulable"))),
                new Case(
                        "works",
                        observed(null, false, false),
                        new AgentRun.Running(Optional.empty()),
                        new Step.Wait(Optional.empty())),
                new Case(
                        "died and is tried again",
                        observed(null, false, false),
                        new AgentRun.Died("out of memory", true),
                        new Step.Wait(Optional.of("out of memory"))),
                new Case(
                        "died for good",
                        observed(null, false, false),
                        new AgentRun.Died("out of memory", false),
                        new Step.GiveUp("out of memory")),
                new Case(
                        "went well",
                        observed(null, false, false),
                        new AgentRun.Finished(REPORT),
                        new Step.Accept(REPORT)),
                new Case(
                        "is not writable",
                        observed(null, false, false),
                        new AgentRun.Finished(FAILURE),
                        new Step.Refuse(FAILURE)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decides(Case it) {
        assertThat(ProbePlan.next(it.observed(), it.run())).isEqualTo(it.expected());
    }

    @Test
    void givesUpOnAnAnswerToAnotherQuestion() {
        // when
        var step = ProbePlan.next(observed(null, false, false), new AgentRun.Finished(new DeletionReport("x", true)));

        // then
        assertThat(step).isInstanceOf(Step.GiveUp.class);
    }

    private static Observed observed(Integer secondsAgo, boolean specChanged, boolean well) {
        return new Observed(
                NOW,
                Optional.ofNullable(secondsAgo).map(NOW::minusSeconds),
                specChanged,
                well,
                INTERVAL,
                Optional.empty());
    }

    private static Observed backedUp(int secondsAgo, Observed it) {
        return new Observed(
                it.now(),
                it.lastProbe(),
                it.specChanged(),
                it.well(),
                it.interval(),
                Optional.of(NOW.minusSeconds(secondsAgo)));
    }
}
