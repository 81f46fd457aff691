package dev.lifeboat.operator.xenvm;

import static dev.lifeboat.operator.selection.Vms.uuid;
import static dev.lifeboat.operator.selection.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicySpec;
import dev.lifeboat.crds.DeletionPolicy;
import dev.lifeboat.crds.DiskSelector;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmSelector;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenVmStatus;
import dev.lifeboat.operator.fakes.PlainBackup;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PowerState;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class XenVmTranslationTest {
    private static final Pool POOL =
            new Pool(uuid("pool"), "west", uuid("host"), Optional.empty(), "XCP-ng", "8.3", "2.21");
    private static final Instant MORNING = Instant.parse("2026-11-23T06:00:00Z");
    private static final Instant EVENING = Instant.parse("2026-11-23T18:00:00Z");

    @Test
    void aVmIsFoundByLabelsOfWhatPeopleAskFor() {
        // when
        var object =
                new XenVmTranslation(hypervisor(), POOL).object(vm("web", PowerState.HALTED, "prod", "backup:gold"));

        // then
        assertThat(object.getMetadata().getName()).isEqualTo("west-" + uuid("web"));
        assertThat(object.getMetadata().getLabels())
                .containsEntry("lifeboat.dev/hypervisor", "west")
                .containsEntry("lifeboat.dev/pool-uuid", uuid("pool").toString())
                .containsEntry("lifeboat.dev/power-state", "Halted")
                .containsEntry("tag.lifeboat.dev/prod", "")
                .hasSize(4);
    }

    @Test
    void itGoesWithItsPool() {
        // when
        var object = new XenVmTranslation(hypervisor(), POOL).object(vm("web"));

        // then
        assertThat(object.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("uid-west"));
    }

    @Test
    void itTellsItsNewestBackupAndTheNewestThatIsOfUse() {
        // given
        var history = new BackupHistory(List.of(
                backup("morning", "web", "Complete", MORNING),
                backup("evening", "web", "Failed", EVENING),
                backup("other", "db", "Complete", EVENING)));

        // when
        var status = new XenVmTranslation(hypervisor(), POOL)
                .status(vm("web"), List.of("gold"), Map.of(), history, List.of());

        // then
        assertThat(status.lastBackup()).isEqualTo(new XenVmStatus.LastBackup("evening", EVENING, "Failed"));
        assertThat(status.lastSuccess()).isEqualTo(new XenVmStatus.LastSuccess("morning", MORNING));
        assertThat(status.sizeText()).isEqualTo("10Gi");
        assertThat(history.has(uuid("nobody").toString())).isFalse();
    }

    @Test
    void aSuspendedPolicyAndAnInvalidOneProtectNothing() {
        // given
        var protection = new Protection(
                List.of(policy("gold", "web.*", false), policy("paused", ".*", true), policy("broken", "(", false)));

        // then
        assertThat(protection.active(vm("web"))).containsExactly("gold");
        assertThat(protection.active(vm("db"))).isEmpty();
        assertThat(protection.suspended(vm("db"))).containsExactly("paused");
    }

    @Test
    void aDiskIsExcludedThatNoActivePolicyBacksUp() {
        var term = new DiskSelector.DiskTerm(List.of("root"), null, null, null, null, null);
        var without = policy("gold", "web", false, new DiskSelector(List.of(term), null, true));
        var paused = policy("paused", ".*", true);
        var all = policy("silver", ".*", false);
        var disk = vm("web").disks().getFirst().vdiUuid();

        assertThat(new Protection(List.of(without, paused)).excluded(vm("web")))
                .containsExactly(Map.entry(disk, "BackupPolicy gold: spec.disks.exclude[0] fits it"));
        assertThat(new Protection(List.of(without, all)).excluded(vm("web"))).isEmpty();
        assertThat(new Protection(List.of(paused)).excluded(vm("web"))).isEmpty();
        assertThat(new Protection(List.of(without, all)).maxChainLength(vm("web")))
                .isEqualTo(20);
    }

    private static XenHypervisor hypervisor() {
        var hypervisor = new XenHypervisor();
        hypervisor.setMetadata(new ObjectMetaBuilder()
                .withName("west")
                .withNamespace("demo")
                .withUid("uid-west")
                .build());
        return hypervisor;
    }

    private static BackupPolicy policy(String name, String regex, boolean suspend) {
        return policy(name, regex, suspend, Resources.ALL_DISKS);
    }

    private static BackupPolicy policy(String name, String regex, boolean suspend, DiskSelector disks) {
        var policy = new BackupPolicy();
        policy.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace("demo").build());
        var term = new VmSelector.VmTerm(null, null, regex, null, null);
        policy.setSpec(new BackupPolicySpec(
                List.of(new LocalRef("west")),
                new VmSelector(List.of(term), null),
                disks,
                null,
                Resources.CRASH,
                PlainBackup.SNAPSHOTS,
                null,
                new LocalRef("bucket"),
                DeletionPolicy.Delete,
                suspend,
                null,
                null));
        return policy;
    }

    private static VmBackup backup(String name, String vm, String condition, Instant time) {
        var backup = new VmBackup();
        backup.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace("demo").build());
        backup.setSpec(PlainBackup.spec("west", uuid(vm), null));
        var met = new ConditionBuilder().withType(condition).withStatus("True").build();
        backup.setStatus(PlainBackup.status(met, time, null, null));
        return backup;
    }
}
