package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.MeteringObjectStore;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A year of incremental runs, each changing another piece of every cell.
class FragmentationStaysBoundedTest {

    private static final int PIECE = Fixtures.SMALL.pieceBytes();
    private static final int CELLS = 12;
    private static final int RUNS = 60;

    private final MeteringObjectStore store = new MeteringObjectStore(new InMemoryObjectStore());
    private final Repository repository = Repository.openOrCreate(store, Fixtures.OPTIONS, Fixtures.TUNING);
    private final Random random = new Random(11);
    private final byte[] disk = new byte[CELLS * Fixtures.SMALL.cellBytes()];

    @Test
    void aRestoreAfterAYearNeedsFewRequestsAndTheCostIsCounted() {
        random.nextBytes(disk);
        var image = backUp("full", Optional.empty()).disks().getFirst();
        var sum = DiskFigures.NONE;
        for (int run = 0; run < RUNS; run++) {
            var point = backUp("run-" + run, Optional.of(image));
            image = point.disks().getFirst();
            sum = sum.plus(point.figures());
        }

        long before = store.figures().requests();
        var read = ByteBuffer.allocate(disk.length);
        repository.reader(image).readAll((offset, content) -> read.put((int) offset, content, 0, content.remaining()));

        assertThat(read.array()).isEqualTo(disk);
        // Per cell: up to eight chunks, each in another pack, and the footers of the packs of about eight
        // runs.
        assertThat(store.figures().requests() - before).isLessThan(CELLS * 8 + 40);
        // Every eighth change of a cell at most; a change of a piece that had changed before adds no chunk.
        assertThat(sum.rewrittenCells()).isBetween(RUNS * CELLS / 14L, RUNS * CELLS / 8L);
        assertThat(sum.rewriteReadBytes()).isEqualTo(sum.rewrittenCells() * Fixtures.SMALL.cellBytes());
        assertThat(sum.storedBytes()).isLessThan(4L * RUNS * CELLS * PIECE);
    }

    /// Without a base all of it, else one piece of each cell.
    private RecoveryPoint backUp(String point, Optional<DiskImage> base) {
        try (var session = repository.startBackup(Fixtures.header(point))) {
            var writer = session.disk(Fixtures.disk(disk.length), base);
            if (base.isEmpty()) {
                writer.write(0, ByteBuffer.wrap(disk));
            } else {
                for (int cell = 0; cell < CELLS; cell++) {
                    int offset = cell * Fixtures.SMALL.cellBytes() + random.nextInt(16) * PIECE;
                    var changed = new byte[PIECE];
                    random.nextBytes(changed);
                    System.arraycopy(changed, 0, disk, offset, PIECE);
                    writer.write(offset, ByteBuffer.wrap(changed));
                }
            }
            return session.commit(List.of(writer.finish()));
        }
    }
}
