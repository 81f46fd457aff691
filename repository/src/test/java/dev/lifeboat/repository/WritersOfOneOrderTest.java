package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.errors.StaleSessionException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/// Two agents have the same order, since the first was only thought dead.
class WritersOfOneOrderTest extends OneDiskTest {

    @Test
    void theFirstOneCannotCommitOnceTheSecondHasBegun() {
        var first = agent(1);
        first.giveAll(8);
        var second = agent(2);

        assertStale(first::commit, Reason.SUPERSEDED);
        assertThat(repository.points()).isEmpty();
        var point = second.finish(8);

        disk.assertEqualTo(repository.reader(point.disks().getFirst()), new Random(1));
        first.session().close();
        assertThat(store.listAll("sessions/")).isEmpty();
    }

    @Test
    void theFirstOneThatComesTooLateIsGivenThePointOfTheSecond() {
        var first = agent(1);
        first.giveAll(8);
        var point = agent(2).finish(8);

        assertThat(first.commit()).isEqualTo(point);
        first.session().close();

        assertThat(repository.points()).containsExactly(point);
        assertThat(store.listAll("sessions/")).isEmpty();
    }

    @Test
    void theFirstOneNoticesWithinHalfAMinuteOfItsNextCheckpoint() {
        var first = agent(1);
        first.step(8);
        var second = agent(2);
        times.stop(Duration.ofSeconds(31));

        assertStale(() -> first.giveAll(8), Reason.SUPERSEDED);

        var point = second.finish(8);
        disk.assertEqualTo(repository.reader(point.disks().getFirst()), new Random(1));
    }

    @Test
    void aWriterWhoseSessionWasAbandonedByAnotherCannotCommit() {
        var first = agent(1);
        first.giveAll(8);
        agent(2).session().abandon();

        assertStale(first::commit, Reason.SUPERSEDED);
        var third = agent(3);
        assertStale(first::commit, Reason.SUPERSEDED);

        assertThat(third.session().resumed().earlierWriters()).isZero();
        assertThat(third.leftBytes())
                .isEqualTo(SmallAgent.Job.full("0", disk).wanted().cardinality() * 512L);
    }

    @Test
    void theFirstOneCannotAbandonWhatTheSecondIsAt() {
        var first = agent(1);
        first.giveAll(8);
        var second = agent(2);

        assertStale(() -> first.session().abandon(), Reason.SUPERSEDED);

        second.finish(8);
        assertThat(repository.points()).hasSize(1);
    }

    @Test
    void howeverTheirStepsAreInterleavedOnePointComesOfIt() {
        Randomly.tries(150, WritersOfOneOrderTest::interleave);
    }

    private static void interleave(Random random) {
        var all = new WritersOfOneOrderTest();
        var agents = new ArrayList<>(List.of(all.agent(1)));
        while (all.repository.points().isEmpty()) {
            if (agents.isEmpty() || agents.size() < 3 && random.nextInt(12) == 0) {
                agents.add(all.agent(random.nextInt()));
            }
            if (random.nextInt(6) == 0) {
                all.times.pass(Duration.ofSeconds(random.nextInt(40)));
            }
            var one = agents.get(random.nextInt(agents.size()));
            if (isOut(one, random)) {
                agents.remove(one);
            }
        }
        agents.forEach(one -> {
            // Whoever has not ended yet comes too late: it is given the point, or told that it is.
            var late = catchThrowable(() -> one.finish(30));
            assertThat(late == null || late instanceof StaleSessionException).isTrue();
            one.session().close();
        });
        var points = all.repository.points();
        assertThat(points).hasSize(1);
        all.disk.assertEqualTo(all.repository.reader(points.getFirst().disks().getFirst()), random);
    }

    /// Does one step; whether it was the last.
    private static boolean isOut(SmallAgent agent, Random random) {
        try {
            if (agent.hasMore()) {
                agent.step(1 + random.nextInt(30));
                return random.nextInt(60) == 0;
            }
            agent.commit();
        } catch (StaleSessionException _) {
            // Fenced: nothing of it may count.
        }
        agent.session().close();
        return true;
    }

    private static void assertStale(ThrowableAssert.ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StaleSessionException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private SmallAgent agent(long seed) {
        return new SmallAgent(
                repository, Fixtures.header("p"), List.of(SmallAgent.Job.full("0", disk)), new Random(seed));
    }
}
