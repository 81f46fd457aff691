package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.agent.api.Report;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Means;
import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakeNeighbours;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.status.Attempt;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// A storage that is ready, a pool, and agents that do what a test says. Restores go through it pass after pass, as
/// the reconciler leads them.
final class RestoreLife {
    static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    final FakePool pool = new FakePool();
    final FakeAgents agents = new FakeAgents();
    final FakeNeighbours neighbours = new FakeNeighbours();
    final Means means = Resources.means(agents, pool, Clock.fixed(NOW, ZoneOffset.UTC));

    RestoreLife() {
        neighbours.put(Resources.storage(true));
    }

    Done pass(VmRestore restore) {
        var observed = new VmRestoreObserver(neighbours, means).observe(restore);
        var step = VmRestorePlan.next(Request.of(restore), observed);
        var done = new VmRestoreSteps(neighbours, means).perform(restore, step, Attempt.First);
        restore.setStatus(done.status());
        return done;
    }

    /// Until it has to wait for something that is not ours.
    Done run(VmRestore restore) {
        for (int passes = 0; passes < 20; passes++) {
            var done = pass(restore);
            if (!done.next().equals(Optional.of(Done.AT_ONCE))) {
                return done;
            }
        }
        throw new AssertionError("It goes in circles: " + restore.getStatus());
    }

    /// With the agent at work ending so.
    Done run(VmRestore restore, Report report) {
        agents.all(new AgentRun.Finished(report));
        return run(restore);
    }

    static String reason(VmRestore restore, String type) {
        return condition(restore, type).getReason();
    }

    static String message(VmRestore restore, String type) {
        return condition(restore, type).getMessage();
    }

    private static Condition condition(VmRestore restore, String type) {
        return Conditions.find(
                        Optional.ofNullable(restore.getStatus().conditions()).orElseThrow(), type)
                .orElseThrow();
    }
}
