package dev.lifeboat.operator.backuppolicy;

import static dev.lifeboat.operator.selection.Vms.uuid;
import static dev.lifeboat.operator.selection.Vms.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorStatus;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PoolCapabilities;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyObserverTest {
    private final Inventories inventories = new Inventories();
    private final PolicyObserver observer = new PolicyObserver(inventories, Clock.fixed(Policies.NOW, ZoneOffset.UTC));

    @Test
    void whatDoesNotExistIsNamed() {
        // when
        var observed = observer.observe(Policies.policy().build(), List.of(), List.of(), List.of());

        // then
        assertThat(observed.unknownReferences())
                .containsExactly(
                        "XenHypervisor west of spec.hypervisorRefs does not exist in this namespace; create it.",
                        "BackupStorage bucket of spec.storageRef does not exist in this namespace; create it.");
        assertThat(observed.storageKnown()).isFalse();
    }

    @Test
    void whatIsThereAndNotReadyIsWaitedFor() {
        // when
        var observed = observer.observe(
                Policies.policy().build(), List.of(hypervisor("False")), List.of(storage()), List.of());

        // then
        assertThat(observed.unknownReferences()).isEmpty();
        assertThat(observed.notReady())
                .containsExactly(
                        "XenHypervisor west is not ready: Pool west: no route to it",
                        "BackupStorage bucket is not ready: it was not looked at yet.");
        assertThat(observed.waiting())
                .contains("XenHypervisor west is not ready: Pool west: no route to it. BackupStorage bucket is not"
                        + " ready: it was not looked at yet.");
    }

    @Test
    void aPoolThatIsSuspendedSaysWhatToDo() {
        // when
        var observed = observer.observe(
                Policies.policy().build(), List.of(hypervisor("True", true)), List.of(storage()), List.of());

        // then
        assertThat(observed.notReady()).contains("XenHypervisor west is suspended; set its spec.suspend to false.");
    }

    @Test
    void aPoolThatIsReadyButWasNotReadSinceTheStartIsWaitedForToo() {
        // when
        var observed = observer.observe(Policies.policy().build(), List.of(hypervisor("True")), List.of(), List.of());

        // then
        assertThat(observed.notReady()).containsExactly("The inventory of XenHypervisor west was not read yet.");
        assertThat(observed.inventories()).isZero();
    }

    @Test
    void theLastReadingOfAPoolThatIsGoneForAWhileIsStillOfUse() {
        // given
        var hypervisor = hypervisor("False");
        var pool = new Pool(uuid("pool"), "west", uuid("host"), Optional.empty(), "XCP-ng", "8.3", "2.21");
        inventories.keep(
                hypervisor,
                new InventoryReading(
                        Policies.NOW,
                        1,
                        new Inventory(pool, List.of(), List.of(), List.of(), List.of(vm("web"))),
                        new PoolCapabilities(true, NbdState.TLS, true, false, true, List.of()),
                        List.of()));

        // when
        var observed = observer.observe(Policies.policy().build(), List.of(hypervisor), List.of(), List.of());

        // then
        assertThat(observed.candidates()).containsExactly(new Candidate("west", vm("web")));
        assertThat(observed.inventories()).isEqualTo(1);
    }

    private static XenHypervisor hypervisor(String ready) {
        return hypervisor(ready, false);
    }

    private static XenHypervisor hypervisor(String ready, boolean suspended) {
        var hypervisor = Resources.hypervisor(true, suspended, 4);
        hypervisor.setMetadata(new ObjectMetaBuilder()
                .withName("west")
                .withNamespace("demo")
                .withUid("uid-west")
                .build());
        var condition = new ConditionBuilder()
                .withType("Ready")
                .withStatus(ready)
                .withReason("NotReachable")
                .withMessage("Pool west: no route to it")
                .build();
        hypervisor.setStatus(new XenHypervisorStatus(
                1L, null, List.of(condition), null, null, null, null, null, null, null, null, null, null));
        return hypervisor;
    }

    private static BackupStorage storage() {
        var storage = new BackupStorage();
        storage.setMetadata(
                new ObjectMetaBuilder().withName("bucket").withNamespace("demo").build());
        return storage;
    }
}
