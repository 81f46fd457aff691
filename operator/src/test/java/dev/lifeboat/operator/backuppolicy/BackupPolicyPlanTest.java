package dev.lifeboat.operator.backuppolicy;

import static dev.lifeboat.operator.selection.Vms.uuid;
import static dev.lifeboat.operator.selection.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.BackupPolicyStatus;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.operator.backuppolicy.BackupPolicyPlan.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupPolicyPlanTest {

    @Test
    void aRunRequestBacksUpEverySelectedVmOnce() {
        // given
        var policy = Policies.policy().runRequest("first").build();

        // when
        var decision = BackupPolicyPlan.next(policy, Policies.observed(vm("a", "gold"), vm("b"), vm("c", "gold")));

        // then
        assertThat(decision.runs()).singleElement().satisfies(run -> {
            assertThat(run.vms()).extracting(it -> it.vm().name()).containsExactly("a", "c");
            assertThat(run.occasion().type()).isEqualTo(BackupType.Auto);
            assertThat(run.occasion().schedule()).isEmpty();
        });
        assertThat(decision.handledRunRequest()).contains("first");
        assertThat(decision.findings()).isEmpty();
    }

    @Test
    void aRunRequestThatWasHandledIsNotHandledAgain() {
        // given
        var policy = Policies.policy().runRequest("first").handled("first").build();

        // when
        var decision = BackupPolicyPlan.next(policy, Policies.observed(vm("a", "gold")));

        // then
        assertThat(decision.runs()).isEmpty();
        assertThat(decision.handledRunRequest()).contains("first");
    }

    @Test
    void aRunRequestThatStartsWithFullReadsAll() {
        // given
        var policy = Policies.policy().runRequest("full: after the crash").build();

        // when
        var decision = BackupPolicyPlan.next(policy, Policies.observed(vm("a", "gold")));

        // then
        assertThat(decision.runs())
                .singleElement()
                .extracting(run -> run.occasion().type())
                .isEqualTo(BackupType.Full);
    }

    @Test
    void aVmWhoseLastBackupStillRunsIsSkippedAndTheOthersAreNot() {
        // given
        var policy = Policies.policy().runRequest("second").build();
        var observed = Policies.observed(vm("a", "gold"), vm("b", "gold"), vm("c", "gold"));
        var withBackups = Policies.with(
                observed,
                List.of(
                        Policies.backup("running", vm("a"), "Running"),
                        Policies.backup("failed", vm("b"), "Failed"),
                        Policies.backup("complete", vm("c"), "Complete")));

        // when
        var decision = BackupPolicyPlan.next(policy, withBackups);

        // then
        assertThat(decision.runs()).singleElement().satisfies(run -> {
            assertThat(run.vms()).extracting(it -> it.vm().name()).containsExactly("b", "c");
            assertThat(run.skipped())
                    .extracting(it -> it.vm().uuid())
                    .containsExactly(uuid("a").toString());
            assertThat(run.skipped()).extracting(Run.Skipped::running).containsExactly("running");
        });
        assertThat(BackupCount.of(withBackups.backups())).isEqualTo(new BackupPolicyStatus.Counts(3, 1, 1, 1));
    }

    @Test
    void withoutAnInventoryARunRequestWaits() {
        // given
        var policy = Policies.policy().runRequest("first").build();

        // when
        var decision = BackupPolicyPlan.next(policy, Policies.withoutInventory());

        // then
        assertThat(decision.runs()).isEmpty();
        assertThat(decision.handledRunRequest()).isEmpty();
        assertThat(decision.findings())
                .extracting(Finding::reason)
                .containsExactly(BackupPolicyReason.DependencyNotReady);
    }

    @Test
    void aSuspendedPolicyStartsNothing() {
        // given
        var policy = Policies.policy().runRequest("first").suspended().build();

        // when
        var decision = BackupPolicyPlan.next(policy, Policies.observed(vm("a", "gold")));

        // then
        assertThat(decision.runs()).isEmpty();
        assertThat(decision.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo(BackupPolicyReason.Suspended);
            assertThat(finding.message())
                    .contains("runs that fall due are left out")
                    .contains("Set spec.suspend to false");
        });
        assertThat(decision.selected()).hasSize(1);
    }

    @Test
    void aSelectorThatSelectsNothingIsSaid() {
        // when
        var decision = BackupPolicyPlan.next(Policies.policy().build(), Policies.observed(vm("a", "silver")));

        // then
        assertThat(decision.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo(BackupPolicyReason.NothingSelected);
            assertThat(finding.message()).contains("none of the 1 VMs");
        });
    }

    @Test
    void aScheduleThatCannotBeUnderstoodDoesNotStopTheOthers() {
        // given
        var policy = Policies.policy()
                .schedule("bad", "99 * * * *")
                .schedule("good", "* * * * *")
                .pending("good", Policies.NOW)
                .build();

        // when
        var decision = BackupPolicyPlan.next(policy, Policies.observed(vm("a", "gold")));

        // then
        assertThat(decision.findings()).extracting(Finding::reason).containsExactly(BackupPolicyReason.InvalidCron);
        assertThat(decision.runs()).singleElement().satisfies(run -> {
            assertThat(run.occasion().schedule()).contains("good");
            assertThat(run.occasion().time()).isEqualTo(Policies.NOW);
        });
    }

    @Test
    void whatTheUserHasToMendComesFirst() {
        // given
        var policy = Policies.policy()
                .selecting("(")
                .schedule("bad", "99 * * * *")
                .suspended()
                .build();

        // when
        var decision = BackupPolicyPlan.next(policy, Policies.withoutInventory());

        // then
        assertThat(decision.findings())
                .extracting(Finding::reason)
                .containsExactly(
                        BackupPolicyReason.InvalidSelector,
                        BackupPolicyReason.InvalidCron,
                        BackupPolicyReason.Suspended,
                        BackupPolicyReason.DependencyNotReady);
    }
}
