package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random disks, changes and orders against a plain array of bytes, over every border of the format.
class RecoveryPointsEqualTheirDisksTest {

    @ParameterizedTest
    @EnumSource
    void aFullRunGivesBackEveryByte(Mode mode) {
        Randomly.tries(50, random -> fullRun(mode, random));
    }

    @ParameterizedTest
    @EnumSource
    void everyPointOfAChainOfIncrementalRunsGivesBackEveryByte(Mode mode) {
        Randomly.tries(20, random -> chain(mode, random));
    }

    private static void fullRun(Mode mode, Random random) {
        var repository = mode.create(new InMemoryObjectStore());
        var disk = new ModelDisk(size(random));
        disk.change(0, disk.pieces(), random);

        var image = full(repository, "full", disk, random);

        disk.assertEqualTo(repository.reader(image), random);
    }

    private static void chain(Mode mode, Random random) {
        var repository = mode.create(new InMemoryObjectStore());
        var disk = new ModelDisk(size(random));
        disk.change(0, disk.pieces(), random);
        var states = new ArrayList<ModelDisk>();
        var images = new ArrayList<DiskImage>();

        states.add(disk.copy());
        images.add(full(repository, "p0", disk, random));
        for (int run = 1; run <= 4; run++) {
            if (random.nextInt(4) == 0) {
                disk = disk.grownTo(disk.sizeBytes() + random.nextInt(100_000));
            }
            images.add(incremental(repository, "p" + run, disk, images.getLast(), random));
            states.add(disk.copy());
        }

        for (int point : new int[] {0, 2, 4}) {
            states.get(point).assertEqualTo(repository.reader(images.get(point)), random);
        }
        var committed = repository.points(Fixtures.VM);
        assertThat(committed.stream().map(point -> point.disks().getFirst()))
                .containsExactlyInAnyOrderElementsOf(images);
    }

    private static DiskImage full(Repository repository, String point, ModelDisk disk, Random random) {
        try (var session = repository.startBackup(Fixtures.header(point))) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
            disk.writeAll(writer, random);
            return session.commit(List.of(writer.finish())).disks().getFirst();
        }
    }

    private static DiskImage incremental(
            Repository repository, String point, ModelDisk disk, DiskImage base, Random random) {
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

    /// A border or a byte beside it as often as anything else.
    private static int size(Random random) {
        var geometry = Fixtures.SMALL;
        int[] borders = {
            1,
            512,
            geometry.pieceBytes(),
            2 * geometry.pieceBytes(),
            geometry.cellBytes(),
            3 * geometry.cellBytes(),
            geometry.pageBytes(),
            2 * geometry.pageBytes(),
            Fixtures.OPTIONS.packBytes()
        };
        return random.nextBoolean()
                ? borders[random.nextInt(borders.length)] - 1 + random.nextInt(3)
                : random.nextInt(400_000);
    }
}
