package dev.lifeboat.repository.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A page's hash is checked before it is decoded; the decoder still believes nothing, since a writer can be
/// wrong.
class PagesRefuseDamageTest {

    private static final Geometry GEOMETRY = new Geometry(512, 8 << 10, 64 << 10);
    private static final ChunkRef PAGE = ref(new Random(0));

    private final PageCodec codec = new PageCodec(GEOMETRY);

    @Test
    void whatWasWrittenIsRead() {
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            var cells = cells(1 + random.nextInt(8), random);

            assertThat(codec.read(PAGE, codec.write(cells), cells.size())).isEqualTo(cells);
        }
    }

    @Test
    void aPageOfASmallerDiskIsFilledUpWithHoles() {
        var cells = cells(3, new Random(2));

        var read = codec.read(PAGE, codec.write(cells), 5);

        assertThat(read.subList(0, 3)).isEqualTo(cells);
        assertThat(read.subList(3, 5)).containsOnly(Cell.HOLE);
    }

    @Test
    void aPageOfALargerDiskIsRefused() {
        var page = codec.write(cells(5, new Random(2)));

        assertThatThrownBy(() -> codec.read(PAGE, page, 4)).isInstanceOf(DamagedException.class);
    }

    @Test
    void cutPagesAreRefused() {
        var page = codec.write(cells(8, new Random(3)));
        for (int length = 0; length < page.length; length++) {
            var cut = Arrays.copyOf(page, length);

            assertThatThrownBy(() -> codec.read(PAGE, cut, 8)).isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void changedBytesGiveAValidPageOrARefusalAndNothingElse() {
        var random = new Random(4);
        var page = codec.write(cells(8, random));
        for (int i = 0; i < 20_000; i++) {
            var changed = page.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[random.nextInt(i % 2 == 0 ? 32 : changed.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(codec.read(PAGE, changed, 8)).hasSize(8);
            } catch (RepositoryException e) {
                assertThat(e).hasMessageContaining(PAGE.pack().toString());
            }
        }
    }

    @Test
    void aCellTakesChangesLikeAnArray() {
        var random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            var cell = cell(random);
            int first = random.nextInt(16);
            int count = 1 + random.nextInt(16 - first);
            var content = random.nextInt(3) == 0 ? List.<Piece>of() : List.of(new Piece(first, count, ref(random), 0));

            var changed = cell.with(first, count, content);

            var expected = pieces(cell);
            var inserted = pieces(new Cell(content));
            for (int piece = first; piece < first + count; piece++) {
                expected.set(piece, inserted.get(piece));
            }
            assertThat(pieces(changed)).isEqualTo(expected);
        }
    }

    /// For each of the 16 pieces of a cell, where it lies; `hole` where nothing does.
    private static List<String> pieces(Cell cell) {
        var pieces = new ArrayList<>(Collections.nCopies(16, "hole"));
        for (var piece : cell.pieces()) {
            for (int i = 0; i < piece.count(); i++) {
                pieces.set(piece.first() + i, piece.chunk() + "+" + (piece.from() + i));
            }
        }
        return pieces;
    }

    private static List<Cell> cells(int count, Random random) {
        var cells = new ArrayList<Cell>();
        for (int i = 0; i < count; i++) {
            cells.add(random.nextInt(4) == 0 ? Cell.HOLE : cell(random));
        }
        return cells;
    }

    private static Cell cell(Random random) {
        var cell = Cell.HOLE;
        for (int i = random.nextInt(5); i >= 0; i--) {
            int first = random.nextInt(16);
            int count = 1 + random.nextInt(16 - first);
            cell = cell.with(first, count, List.of(new Piece(first, count, ref(random), random.nextInt(17 - count))));
        }
        return cell;
    }

    private static ChunkRef ref(Random random) {
        var id = new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        return new ChunkRef(id, new PackId(random.nextInt(3), 1));
    }
}
