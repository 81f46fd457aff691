package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.ProbeOrder;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.operator.access.Markers;
import dev.lifeboat.operator.agent.AgentOrder;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Attempt;
import dev.lifeboat.xen.PowerState;
import dev.lifeboat.xen.VirtualMachine;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UndoTest {
    private static final String UID = "5b000000-0000-0000-0000-000000000001";
    private static final UUID VM = UUID.fromString("12111111-0000-0000-0000-000000000000");

    private final FakePool pool = new FakePool();
    private final FakeAgents agents = new FakeAgents();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Undo undo = new Undo(neighbours, Resources.means(agents, pool, Clock.systemUTC()));

    private static VmRestore restore() {
        var restore = new VmRestore();
        restore.setMetadata(Resources.meta("back", UID, "2026-03-01T01:30:00Z"));
        restore.setSpec(new VmRestoreSpec(
                new VmRestoreSpec.Source(new LocalRef("web-1"), null),
                new VmRestoreSpec.Target(new LocalRef("pool"), null, null),
                new VmRestoreSpec.StorageMapping(null, null, null),
                new VmRestoreSpec.NetworkMapping(null, VmRestoreSpec.OnUnmapped.MatchByName),
                VmRestoreSpec.Mac.Regenerate,
                VmRestoreSpec.Route.Auto,
                VmRestoreSpec.Identity.New,
                false,
                false));
        return restore;
    }

    private static VirtualMachine vm(String name) {
        return new VirtualMachine(
                VM,
                name,
                "",
                PowerState.HALTED,
                Optional.empty(),
                Set.of(),
                1,
                1,
                "bios",
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of(),
                Map.of(Markers.RESTORE_UID, UID));
    }

    @Test
    void theAgentIsStoppedFirst() {
        var restore = restore();
        agents.start(new AgentOrder(
                restore,
                VmRestoreObserver.agent(restore),
                new ProbeOrder(
                        UID, new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled()), false),
                Optional.empty(),
                Resources.storage(true)));

        assertThat(undo.agentGone(restore)).isFalse();
        assertThat(undo.agentGone(restore)).isTrue();
    }

    @Test
    void theHalfMadeVmGoes() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        pool.put(vm(new TemporaryName(UID).of("web")));

        assertThat(undo.destroyVm(restore(), Attempt.First)).isEmpty();
        assertThat(pool.findVm(VM)).isEmpty();
    }

    @Test
    void aVmWithANameOfItsOwnStays() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        pool.put(vm("web"));

        assertThat(undo.destroyVm(restore(), Attempt.First)).isEmpty();
        assertThat(pool.findVm(VM)).isPresent();
    }

    @Test
    void aPoolThatIsNotReadyHoldsNothingUp() {
        neighbours.put(Resources.hypervisor(false, false, 4));

        assertThat(undo.destroyVm(restore(), Attempt.First))
                .singleElement()
                .asString()
                .contains("It is removed when the pool is back.");
    }
}
