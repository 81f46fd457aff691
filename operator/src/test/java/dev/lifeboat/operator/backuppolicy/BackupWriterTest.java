package dev.lifeboat.operator.backuppolicy;

import static dev.lifeboat.operator.selection.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Events;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class BackupWriterTest {
    private static final Run.Trigger NIGHTLY = new Run.Trigger.Schedule("nightly");
    private static final Run.Trigger FIRST = new Run.Trigger.Request("first");

    private KubernetesClient client;

    @Test
    void aBackupSaysWhatItIsOf() {
        // when
        writer().write(Policies.policy().build(), run(NIGHTLY, 0));

        // then
        assertThat(backups()).hasSize(2).first().satisfies(backup -> {
            assertThat(backup.getMetadata().getName()).startsWith("a-20261123-023000-");
            assertThat(backup.getMetadata().getLabels())
                    .containsEntry("lifeboat.dev/policy", "gold")
                    .containsEntry("lifeboat.dev/schedule", "nightly")
                    .containsEntry("lifeboat.dev/hypervisor", "west")
                    .containsEntry("lifeboat.dev/storage", "bucket")
                    .containsEntry("lifeboat.dev/vm-uuid", vm("a").uuid().toString());
            assertThat(backup.getMetadata().getOwnerReferences()).isNullOrEmpty();
            assertThat(backup.getSpec().source().vmUUID())
                    .isEqualTo(vm("a").uuid().toString());
            assertThat(backup.getSpec().scheduleName()).isEqualTo("nightly");
            assertThat(backup.getSpec().disks()).isEqualTo(Resources.ALL_DISKS);
            assertThat(backup.getSpec().consistency()).isEqualTo(Resources.CRASH);
        });
    }

    @Test
    void aScheduledRunThatIsWrittenAgainAsksForNothingTwice() {
        // when
        writer().write(Policies.policy().build(), run(NIGHTLY, 0));
        writer().write(Policies.policy().build(), run(NIGHTLY, 0));

        // then
        assertThat(backups()).hasSize(2);
    }

    @Test
    void aRequestedRunThatIsWrittenAgainLaterAsksForNothingTwice() {
        // when
        writer().write(Policies.policy().build(), run(FIRST, 0));
        writer().write(Policies.policy().build(), run(FIRST, 90));

        // then
        assertThat(backups()).hasSize(2);
    }

    @Test
    void theNextRunOfAScheduleHasNamesOfItsOwn() {
        // when
        writer().write(Policies.policy().build(), run(NIGHTLY, 0));
        writer().write(Policies.policy().build(), run(NIGHTLY, 86_400));

        // then
        assertThat(backups()).hasSize(4);
    }

    @Test
    void aVmThatIsSkippedIsToldOfInAnEvent() {
        // given
        var skipping =
                new Run(NIGHTLY, Policies.NOW, BackupType.Auto, List.of(), List.of(new Candidate("west", vm("a"))));

        // when
        writer().write(Policies.policy().build(), skipping);

        // then
        assertThat(client.v1().events().inNamespace("demo").list().getItems())
                .singleElement()
                .extracting(Event::getMessage)
                .asString()
                .startsWith("Skipped a:");
    }

    private BackupWriter writer() {
        return new BackupWriter(client, new Events(client, Clock.systemUTC()));
    }

    private static Run run(Run.Trigger trigger, long secondsLater) {
        return new Run(
                trigger,
                Policies.NOW.plusSeconds(secondsLater),
                BackupType.Auto,
                List.of(new Candidate("west", vm("a")), new Candidate("west", vm("b"))),
                List.of());
    }

    private List<VmBackup> backups() {
        return client.resources(VmBackup.class).inNamespace("demo").list().getItems().stream()
                .sorted((one, other) -> one.getMetadata()
                        .getName()
                        .compareTo(other.getMetadata().getName()))
                .toList();
    }
}
