package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeTry;

/// Random disks, changes and orders against a plain array of bytes, over every border of the format.
class RecoveryPointsEqualTheirDisksTest {

    private Repository repository;

    @BeforeTry
    void createRepository() {
        repository = Repository.openOrCreate(new InMemoryObjectStore(), Fixtures.OPTIONS, Fixtures.TUNING);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void aFullRunGivesBackEveryByte(@ForAll("sizes") int sizeBytes, @ForAll long seed) {
        var random = new Random(seed);
        var disk = new ModelDisk(sizeBytes);
        disk.change(0, disk.pieces(), random);

        var image = full("full", disk, random);

        disk.assertEqualTo(repository.reader(image), random);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
    void everyPointOfAChainOfIncrementalRunsGivesBackEveryByte(@ForAll("sizes") int sizeBytes, @ForAll long seed) {
        var random = new Random(seed);
        var disk = new ModelDisk(sizeBytes);
        disk.change(0, disk.pieces(), random);
        var states = new ArrayList<ModelDisk>();
        var images = new ArrayList<DiskImage>();

        states.add(disk.copy());
        images.add(full("p0", disk, random));
        for (int run = 1; run <= 4; run++) {
            if (random.nextInt(4) == 0) {
                disk = disk.grownTo(disk.sizeBytes() + random.nextInt(100_000));
            }
            images.add(incremental("p" + run, disk, images.getLast(), random));
            states.add(disk.copy());
        }

        for (int point : new int[] {0, 2, 4}) {
            states.get(point).assertEqualTo(repository.reader(images.get(point)), random);
        }
        var committed = repository.points(Fixtures.VM);
        assertThat(committed.stream().map(point -> point.disks().getFirst())).containsExactlyElementsOf(images);
    }

    private DiskImage full(String point, ModelDisk disk, Random random) {
        try (var session = repository.startBackup(Fixtures.header(point))) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
            disk.writeAll(writer, random);
            return session.commit(List.of(writer.finish())).disks().getFirst();
        }
    }

    private DiskImage incremental(String point, ModelDisk disk, DiskImage base, Random random) {
        try (var session = repository.startBackup(Fixtures.header(point))) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.of(base));
            boolean everything = random.nextInt(6) == 0;
            var changes = everything ? new int[0][] : changes(disk.pieces(), random);
            for (int[] change : changes) {
                disk.change(change[0], change[1], random);
            }
            for (int[] change : changes) {
                disk.write(writer, change[0], change[1], random);
            }
            if (everything) {
                disk.change(0, 1, random);
                disk.writeAll(writer, random);
            }
            return session.commit(List.of(writer.finish())).disks().getFirst();
        }
    }

    /// Runs that do not overlap, in random order.
    private static int[][] changes(int pieces, Random random) {
        var changes = new ArrayList<int[]>();
        int piece = random.nextInt(40);
        while (piece < pieces) {
            int count = Math.min(pieces - piece, 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 2));
            changes.add(new int[] {piece, count});
            piece += count + 1 + random.nextInt(30);
        }
        Collections.shuffle(changes, random);
        return changes.toArray(int[][]::new);
    }

    @Provide
    Arbitrary<Integer> sizes() {
        var geometry = Fixtures.SMALL;
        var borders = IntStream.of(
                        0,
                        512,
                        geometry.pieceBytes(),
                        2 * geometry.pieceBytes(),
                        geometry.cellBytes(),
                        3 * geometry.cellBytes(),
                        geometry.pageBytes(),
                        2 * geometry.pageBytes(),
                        Fixtures.OPTIONS.packBytes())
                .flatMap(border -> IntStream.of(border - 1, border, border + 1))
                .filter(size -> size >= 0)
                .boxed()
                .toList();
        return Arbitraries.oneOf(Arbitraries.of(borders), Arbitraries.integers().between(0, 400_000));
    }
}
