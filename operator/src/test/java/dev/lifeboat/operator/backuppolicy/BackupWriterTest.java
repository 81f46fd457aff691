package dev.lifeboat.operator.backuppolicy;

import static dev.lifeboat.operator.selection.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Events;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class BackupWriterTest {
    private static final Occasion.Trigger NIGHTLY = new Occasion.Trigger.Schedule("nightly");
    private static final Occasion.Trigger FIRST = new Occasion.Trigger.Request("first", Optional.empty());

    private static final String VM_BACKUPS = "/apis/lifeboat.dev/v1alpha1/namespaces/demo/vmbackups";

    private KubernetesClient client;
    private KubernetesMockServer server;

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
    void aTextThatIsUsedAgainAfterAnotherOneIsAnotherRequest() {
        // given
        var again = new Occasion.Trigger.Request("first", Optional.of(Policies.NOW.plusSeconds(60)));

        // when
        writer().write(Policies.policy().build(), run(FIRST, 0));
        writer().write(Policies.policy().build(), run(again, 90));

        // then
        assertThat(backups()).hasSize(4);
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
        var skipped = List.of(new Run.Skipped(new Candidate("west", vm("a")), "a-yesterday"));
        var skipping = new Run(new Occasion(NIGHTLY, Policies.NOW, BackupType.Auto), List.of(), skipped);

        // when
        writer().write(Policies.policy().build(), skipping);

        // then
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.getReason()).isEqualTo("BackupStillRunning");
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getMessage()).endsWith("spec.cancel: true of the VmBackup ends it: a (a-yesterday)");
        });
    }

    @Test
    void vmsWhoseBackupsAreRefusedAreToldOfInOneEventWithTheServersOwnWords() {
        // given
        server.expect().post().withPath(VM_BACKUPS).andReturn(403, answer(403)).times(2);

        // when
        writer().write(Policies.policy().build(), run(NIGHTLY, 0));

        // then
        assertThat(backups()).isEmpty();
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.getReason()).isEqualTo("BackupRefused");
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getMessage())
                    .contains("change spec.runRequest")
                    .endsWith(": exceeded quota: vmbackups. Without a backup of this run: a, b");
        });
    }

    @Test
    void whatMayPassIsThrownAndNothingIsToldUntilTheRunIsWrittenWhole() {
        // given
        var policy = Policies.policy().build();
        server.expect().post().withPath(VM_BACKUPS).andReturn(403, answer(403)).once();
        server.expect().post().withPath(VM_BACKUPS).andReturn(500, answer(500)).once();
        var impatient = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build();

        // when
        try (var other = new KubernetesClientBuilder().withConfig(impatient).build()) {
            var writer = new BackupWriter(other, new Events(other, Clock.systemUTC()));
            assertThatThrownBy(() -> writer.write(policy, run(NIGHTLY, 0)))
                    .isInstanceOf(KubernetesClientException.class);
        }

        // then
        assertThat(events()).isEmpty();
        writer().write(policy, run(NIGHTLY, 0));
        assertThat(backups()).hasSize(2);
    }

    private static Status answer(int code) {
        return new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withMessage("exceeded quota: vmbackups")
                .build();
    }

    private List<Event> events() {
        return client.v1().events().inNamespace("demo").list().getItems();
    }

    private BackupWriter writer() {
        return new BackupWriter(client, new Events(client, Clock.systemUTC()));
    }

    private static Run run(Occasion.Trigger trigger, long secondsLater) {
        return new Run(
                new Occasion(trigger, Policies.NOW.plusSeconds(secondsLater), BackupType.Auto),
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
