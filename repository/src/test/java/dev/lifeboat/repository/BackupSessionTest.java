package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What sessions write at the same time, and what one leaves that does not commit.
class BackupSessionTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Repository repository = Repository.openOrCreate(store, Fixtures.OPTIONS, Fixtures.TUNING);

    @Test
    void committingTheSamePointAgainGivesTheFirstOne() {
        var first = Fixtures.backUp(repository, Fixtures.header("p"), 3000);

        var second = Fixtures.backUp(repository, Fixtures.header("p"), 5000);

        assertThat(second).isEqualTo(first);
        assertThat(repository.points()).containsExactly(first);
    }

    @Test
    void twoSessionsWriteAtTheSameTimeAndBothCommit() throws Exception {
        var disks = List.of(new ModelDisk(200_000), new ModelDisk(200_000));
        disks.forEach(disk -> disk.change(0, 400, new Random(disks.indexOf(disk))));
        try (var executor = Executors.newFixedThreadPool(2)) {
            var points = executor.invokeAll(List.<Callable<RecoveryPoint>>of(
                    () -> Fixtures.backUp(repository, Fixtures.header("one"), disks.get(0)),
                    () -> Fixtures.backUp(repository, Fixtures.header("two"), disks.get(1))));
            for (int i = 0; i < 2; i++) {
                disks.get(i)
                        .assertEqualTo(
                                repository.reader(points.get(i).get().disks().getFirst()), new Random(i));
            }
        }
        assertThat(repository.points()).hasSize(2);
        assertThat(store.listAll("sessions/")).isEmpty();
    }

    @Test
    void manyThreadsWriteOneDisk() throws Exception {
        var disk = new ModelDisk(600_001);
        disk.change(0, 2000, new Random(9));
        try (var session = repository.startBackup(Fixtures.header("p"));
                var executor = Executors.newFixedThreadPool(6)) {
            var writer = session.disk(Fixtures.disk(disk.sizeBytes()), Optional.empty());
            var writes = new ArrayList<Callable<Boolean>>();
            for (int piece = 0; piece < disk.pieces(); piece += 7) {
                int first = piece;
                writes.add(() -> {
                    disk.write(writer, first, 7, new Random(first));
                    return true;
                });
            }
            for (var write : executor.invokeAll(writes)) {
                write.get();
            }
            var point = session.commit(List.of(writer.finish()));
            disk.assertEqualTo(repository.reader(point.disks().getFirst()), new Random(1));
        }
    }

    @Test
    void aSessionThatIsNotCommittedLeavesNoPoint() {
        try (var session = repository.startBackup(Fixtures.header("p"))) {
            session.disk(Fixtures.disk(3000), Optional.empty()).write(0, ByteBuffer.wrap(new byte[3000]));
        }

        assertThat(repository.points()).isEmpty();
    }

    @Test
    void aSessionThatIsAbandonedLeavesNothingOfItself() {
        try (var session = repository.startBackup(Fixtures.header("p"))) {
            session.disk(Fixtures.disk(3000), Optional.empty()).write(0, ByteBuffer.wrap(new byte[3000]));
            assertThat(store.listAll("sessions/")).isNotEmpty();
            session.abandon();
        }

        assertThat(repository.points()).isEmpty();
        assertThat(store.listAll("sessions/")).isEmpty();
    }
}
