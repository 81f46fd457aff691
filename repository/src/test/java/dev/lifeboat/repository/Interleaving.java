package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.errors.MaintenanceBusyException;
import dev.lifeboat.repository.errors.MaintenanceLostException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.prune.PruneOptions;
import dev.lifeboat.repository.prune.PruneProgress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Two writers, who deletes points, pruners and the time, taking turns at one store: one run from a fresh copy of the
/// scene.
final class Interleaving {

    /// As short as it may be, so that both phases of a prune fit into one backup.
    private static final PruneOptions SHORT = PruneOptions.standard()
            .withGrace(PruneOptions.SHORTEST_PACK_GRACE, Duration.ZERO)
            .withCompaction(0.95, 1 << 30)
            .withParallel(1);

    /// Shorter than a lease, so that a writer that goes on keeps its own.
    private static final Duration TICK = Duration.ofMinutes(40);

    private static final int TICKS = 7;

    private static final PruneWorld SCENE = scene();

    private final PruneWorld world = SCENE.copy();
    private final Turns turns = new Turns();
    private final Map<String, Runnable> actions = new LinkedHashMap<>();

    /// Names of the points whose commits have returned.
    final Set<String> committed = ConcurrentHashMap.newKeySet();

    final AtomicInteger deletedPacks = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();

    /// A point to build on, and one that was deleted, whose packs are about to be named.
    private static PruneWorld scene() {
        var world = new PruneWorld();
        world.backUp("base", PruneWorld.noise(150, 1), Optional.empty());
        world.backUp("doomed", PruneWorld.noise(150, 2), Optional.empty());
        world.delete("doomed");
        world.clock.advance(Duration.ofDays(3));
        return world;
    }

    void everybody(int pruners) {
        full();
        incremental();
        deleter();
        for (int i = 0; i < pruners; i++) {
            pruner("pruner-" + i, 8);
        }
        time();
    }

    /// The packs are named already, and so is everything else that can be.
    void writerAgainstDeletion() {
        world.prune(SHORT);
        world.clock.advance(SHORT.packGrace());
        full("writer");
        pruner("pruner", 1);
    }

    private void full() {
        full("full");
    }

    /// Has the content of the deleted point, and so every reason to borrow its packs.
    private void full(String name) {
        var through = turns.store(name, world.store);
        var disk = PruneWorld.noise(150, 2);
        disk.fill(0, 10, new Random(99));
        actions.put(
                name,
                () -> commit(
                        name,
                        disk,
                        () -> PruneWorld.write(
                                world.repository(through), PruneScenes.OTHER_VM, name, disk, Optional.empty())));
    }

    private void incremental() {
        var through = turns.store("incremental", world.store);
        var disk = PruneWorld.noise(150, 1);
        disk.fill(40, 60, new Random(98));
        actions.put("incremental", () -> {
            var repository = world.repository(through);
            var base = repository
                    .find(Fixtures.VM, new PointId("base"))
                    .map(point -> point.disks().getFirst());
            commit("incremental", disk, () -> PruneWorld.write(repository, Fixtures.VM, "incremental", disk, base));
        });
    }

    private void commit(String name, ModelDisk disk, Runnable write) {
        synchronized (world) {
            world.expected.put(name, disk);
        }
        write.run();
        committed.add(name);
    }

    /// Takes the base away from under the incremental run.
    private void deleter() {
        var through = turns.store("deleter", world.store);
        actions.put("deleter", () -> {
            var repository = world.repository(through);
            repository.deletePoint(Fixtures.VM, new PointId("base"));
            repository.undelete(Fixtures.VM, new PointId("base"));
            repository.deletePoint(Fixtures.VM, new PointId("base"));
        });
    }

    private void pruner(String name, int times) {
        var through = turns.store(name, world.store);
        actions.put(name, () -> {
            var repository = world.repository(through);
            for (int i = 0; i < times; i++) {
                prune(repository);
            }
        });
    }

    private void prune(Repository repository) {
        try {
            var report = repository.prune(SHORT, PruneProgress.silent());
            deletedPacks.addAndGet((int) report.deleted().packs());
        } catch (MaintenanceLostException _) {
            lost.incrementAndGet();
        } catch (MaintenanceBusyException _) {
            // The other one is at it.
        }
    }

    private void time() {
        turns.add("time");
        actions.put("time", () -> {
            for (int i = 0; i < TICKS; i++) {
                turns.turn("time", () -> {
                    world.clock.advance(TICK);
                    return true;
                });
            }
        });
    }

    void play(Turns.Chooser chooser) {
        var failures = turns.run(actions, chooser);
        assertThat(failures.values()).allSatisfy(e -> assertThat(e).isInstanceOf(RepositoryException.class));
        assertCommittedPointsRestore();
        world.clock.advance(Duration.ofHours(3));
        world.prune(SHORT);
        world.clock.advance(Duration.ofHours(3));
        world.prune(SHORT);
        assertCommittedPointsRestore();
    }

    /// @return how many calls the paused one made in all
    int playWithOnePause(String paused, int at) {
        var calls = new AtomicInteger();
        play(waiting -> {
            var other = waiting.stream().filter(name -> !name.equals(paused)).findFirst();
            boolean itsTurn = waiting.contains(paused) && (calls.get() < at || other.isEmpty());
            if (itsTurn) {
                calls.incrementAndGet();
                return paused;
            }
            return other.orElseThrow();
        });
        return calls.get();
    }

    void playWithTwoPauses(int first, int second) {
        var writes = new AtomicInteger();
        var prunes = new AtomicInteger();
        play(waiting -> {
            boolean writer = writes.get() < first || prunes.get() >= second || !waiting.contains("pruner");
            if (writer && waiting.contains("writer")) {
                writes.incrementAndGet();
                return "writer";
            }
            prunes.incrementAndGet();
            return waiting.contains("pruner") ? "pruner" : waiting.getFirst();
        });
    }

    /// Only "base" is ever deleted, which was committed before.
    private void assertCommittedPointsRestore() {
        var points = world.repository().points();
        assertThat(points).extracting(point -> point.id().value()).containsAll(committed);
        points.forEach(world::assertRestores);
    }
}
