package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.ProbeOrder;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.operator.agent.AgentOrder;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Attempt;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UndoTest {
    private final FakePool pool = new FakePool();
    private final FakeAgents agents = new FakeAgents();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Undo undo = new Undo(neighbours, Resources.means(agents, pool, Clock.systemUTC()));

    @Test
    void theAgentIsStoppedFirst() {
        var restore = Restores.restore(Restores.spec());
        agents.start(new AgentOrder(
                restore,
                VmRestoreObserver.agent(restore),
                new ProbeOrder(
                        Restores.UID,
                        new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled()),
                        false),
                Optional.empty(),
                Resources.storage(true)));

        assertThat(undo.agentGone(restore)).isFalse();
        assertThat(undo.agentGone(restore)).isTrue();
    }

    @Test
    void theHalfMadeVmGoes() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        pool.put(Restores.made(new TemporaryName(Restores.UID).of("web")));

        assertThat(undo.destroyVm(Restores.restore(Restores.spec()), Attempt.First))
                .isEmpty();
        assertThat(pool.findVm(Restores.VM)).isEmpty();
    }

    @Test
    void aVmWithANameOfItsOwnStays() {
        neighbours.put(Resources.hypervisor(true, false, 4));
        pool.put(Restores.made("web"));

        assertThat(undo.destroyVm(Restores.restore(Restores.spec()), Attempt.First))
                .isEmpty();
        assertThat(pool.findVm(Restores.VM)).isPresent();
    }

    @Test
    void aPoolThatIsNotReadyHoldsNothingUp() {
        neighbours.put(Resources.hypervisor(false, false, 4));

        assertThat(undo.destroyVm(Restores.restore(Restores.spec()), Attempt.First))
                .singleElement()
                .asString()
                .contains("It is removed when the pool is back.");
    }
}
