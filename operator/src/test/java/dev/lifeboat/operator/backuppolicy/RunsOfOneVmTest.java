package dev.lifeboat.operator.backuppolicy;

import static dev.lifeboat.operator.selection.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.operator.naming.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which of several runs backs a VM up.
class RunsOfOneVmTest {
    private static final Candidate A = new Candidate("west", vm("a", "gold"));
    private static final Occasion NIGHTLY =
            new Occasion(new Occasion.Trigger.Schedule("nightly"), Policies.NOW, BackupType.Auto);
    private static final Occasion.Trigger.Request FIRST = new Occasion.Trigger.Request("first", Optional.empty());

    @Test
    void aScheduledRunThatWasCutShortIsNotHeldUpByItsOwnBackups() {
        // given
        var policy = nightly().build();

        // when
        var runs = runs(policy, Policies.backup(NIGHTLY.nameOf(A, policy), A.vm(), "Running"));

        // then
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(names(run)).containsExactly("a", "b");
            assertThat(run.skipped()).isEmpty();
        });
    }

    @Test
    void aScheduledRunIsHeldUpByThatOfTheNightBefore() {
        // given
        var policy = nightly().build();
        var before = new Occasion(NIGHTLY.trigger(), Policies.NOW.minusSeconds(86_400), BackupType.Auto);

        // when
        var runs = runs(policy, Policies.backup(before.nameOf(A, policy), A.vm(), "Running"));

        // then
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(names(run)).containsExactly("b");
            assertThat(run.skipped()).containsExactly(new Run.Skipped(A, before.nameOf(A, policy)));
        });
    }

    @Test
    void aRequestedRunThatWasCutShortIsNotHeldUpByItsOwnBackups() {
        // given
        var policy = Policies.policy().runRequest("first").build();

        // when
        var runs = runs(policy, requested(FIRST));

        // then
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(names(run)).containsExactly("a", "b");
            assertThat(run.skipped()).isEmpty();
        });
    }

    @Test
    void aRequestedRunIsHeldUpByThatOfAnotherRequest() {
        // given
        var policy = Policies.policy().runRequest("second").build();

        // when
        var runs = runs(policy, requested(FIRST));

        // then
        assertThat(runs).singleElement().satisfies(run -> assertThat(names(run)).containsExactly("b"));
    }

    @Test
    void ofRunsThatAreDueTogetherTheOneThatReadsAllTakesTheVms() {
        // given
        var policy = nightly()
                .schedule("monthly", "* * * * *", BackupType.Full)
                .pending("monthly", Policies.NOW)
                .runRequest("first")
                .build();
        var monthly = new Occasion(new Occasion.Trigger.Schedule("monthly"), Policies.NOW, BackupType.Full);

        // when
        var runs = runs(policy);

        // then
        assertThat(runs)
                .extracting(Run::occasion)
                .containsExactly(monthly, NIGHTLY, new Occasion(FIRST, Policies.NOW, BackupType.Auto));
        assertThat(names(runs.getFirst())).containsExactly("a", "b");
        assertThat(runs.subList(1, 3)).allSatisfy(run -> {
            assertThat(run.vms()).isEmpty();
            assertThat(run.skipped()).hasSize(2).contains(new Run.Skipped(A, monthly.nameOf(A, policy)));
        });
    }

    private static Policies nightly() {
        return Policies.policy().schedule("nightly", "* * * * *").pending("nightly", Policies.NOW);
    }

    private static VmBackup requested(Occasion.Trigger.Request request) {
        var backup = Policies.backup("a-earlier", A.vm(), "Running");
        backup.getMetadata().setLabels(Map.of(Labels.RUN, Occasion.runLabel(request)));
        return backup;
    }

    private static List<Run> runs(BackupPolicy policy, VmBackup... backups) {
        var observed = Policies.observed(A.vm(), vm("b", "gold"));
        return BackupPolicyPlan.next(policy, Policies.with(observed, List.of(backups)))
                .runs();
    }

    private static List<String> names(Run run) {
        return run.vms().stream().map(it -> it.vm().name()).toList();
    }
}
