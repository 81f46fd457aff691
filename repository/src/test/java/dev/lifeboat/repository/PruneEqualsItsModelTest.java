package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.point.PointId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random backups, deletions, undeletions, prunes and compactions while time passes, against a model that is a map.
class PruneEqualsItsModelTest {

    private record Trashed(ModelDisk disk, Instant deletedAt) {}

    private static final int STEPS = 40;

    private PruneWorld world = new PruneWorld();
    private final Map<String, Trashed> trash = new TreeMap<>();
    private int points;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatShouldBeThereIsThereAndAtTheEndNothingIsLeft(long seed) {
        var random = new Random(seed);
        world = new PruneWorld(seed % 2 == 0 ? Mode.ENCRYPTED : Mode.UNENCRYPTED);
        int bookkeeping = world.keys("").size() + 1;
        for (int step = 0; step < STEPS; step++) {
            step(random);
            world.clock.advance(Duration.ofMinutes(1 + random.nextInt(40 * 60)));
            world.assertAllPointsRestore();
            assertThat(world.repository().trash().stream()
                            .map(trashed -> trashed.point().id().value()))
                    .containsExactlyInAnyOrderElementsOf(trash.keySet());
        }
        new ArrayList<>(world.expected.keySet()).forEach(world::delete);
        world.pruneToTheEnd();
        assertThat(world.keys("")).hasSize(bookkeeping).anyMatch("repository.json"::equals);
    }

    private void step(Random random) {
        switch (random.nextInt(10)) {
            case 0, 1 -> full(random);
            case 2, 3, 4 -> incremental(random);
            case 5, 6 -> pick(world.expected, random).ifPresent(this::delete);
            case 7 -> pick(trash, random).ifPresent(this::undelete);
            default -> prune(random);
        }
    }

    private void full(Random random) {
        var disk = new ModelDisk(1 + random.nextInt(150_000));
        disk.change(0, disk.pieces(), random);
        // Content that others have too.
        disk.fill(0, disk.pieces() / 2, new Random(random.nextInt(3)));
        world.backUp("p" + points++, disk, Optional.empty());
    }

    private void incremental(Random random) {
        pick(world.expected, random).ifPresent(base -> {
            var disk = world.expected.get(base).copy();
            disk.change(random.nextInt(1 + disk.pieces()), 1 + random.nextInt(60), random);
            var image = world.repository()
                    .find(Fixtures.VM, new PointId(base))
                    .orElseThrow()
                    .disks()
                    .getFirst();
            world.backUp("p" + points++, disk, Optional.of(image));
        });
    }

    private void delete(String point) {
        trash.put(point, new Trashed(world.expected.get(point), world.clock.instant()));
        world.delete(point);
    }

    private void undelete(String point) {
        assertThat(world.repository().undelete(Fixtures.VM, new PointId(point))).isPresent();
        world.expected.put(point, trash.remove(point).disk());
    }

    private void prune(Random random) {
        double sparse = random.nextInt(3) == 0 ? 0 : random.nextDouble();
        var now = world.clock.instant();
        world.prune(PruneWorld.OPTIONS.withCompaction(sparse, 1 << 30));
        trash.values()
                .removeIf(trashed ->
                        !trashed.deletedAt().plus(PruneWorld.POINT_GRACE).isAfter(now));
    }

    private static Optional<String> pick(Map<String, ?> from, Random random) {
        return from.keySet().stream()
                .skip(from.isEmpty() ? 0 : random.nextInt(from.size()))
                .findFirst();
    }
}
