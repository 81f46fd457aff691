package dev.lifeboat.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.ChangedBlocks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final int PIECE = 64 << 10;
    private static final int UNIT = 2 << 20;

    @Test
    void aWholeDiskIsCutAtTheUnit() {
        assertThat(all(whole(2L * UNIT + 512)))
                .containsExactly(
                        new Batch(List.of(new Range(0, UNIT))),
                        new Batch(List.of(new Range(UNIT, UNIT))),
                        new Batch(List.of(new Range(2L * UNIT, 512))));
    }

    @Test
    void anEmptyDiskHasNoBatch() {
        assertThat(all(whole(0))).isEmpty();
        assertThat(all(changed(ChangedBlocks.of(PIECE, new byte[1])))).isEmpty();
    }

    @Test
    void scatteredBlocksShareABuffer() {
        var bitmap = new byte[100];
        java.util.Arrays.fill(bitmap, (byte) 0x88);

        var batches = all(changed(ChangedBlocks.of(800L * PIECE, bitmap)));

        assertThat(batches).hasSize(7);
        assertThat(batches.getFirst().ranges()).hasSize(32).allMatch(range -> range.lengthBytes() == PIECE);
    }

    @Test
    void everyChangedByteIsInOneRangeAndNoOther() {
        var random = new Random(4);
        for (int round = 0; round < 200; round++) {
            int blocks = 1 + random.nextInt(300);
            long size = (long) blocks * PIECE - 512L * random.nextInt(128);
            var changed = new BitSet();
            var bitmap = new byte[Math.ceilDiv(blocks, 8)];
            for (int block = 0; block < blocks; block++) {
                if (random.nextInt(round % 7 + 1) == 0) {
                    changed.set(block);
                    bitmap[block / 8] |= (byte) (0x80 >>> block % 8);
                }
            }
            var seen = new BitSet();
            long end = 0;
            for (var batch : all(changed(ChangedBlocks.of(size, bitmap)))) {
                assertThat(batch.bytes()).isBetween(1L, (long) UNIT);
                for (var range : batch.ranges()) {
                    assertThat(range.offset()).isGreaterThanOrEqualTo(end);
                    assertThat(range.offset() / UNIT).isEqualTo((range.offset() + range.lengthBytes() - 1) / UNIT);
                    end = range.offset() + range.lengthBytes();
                    seen.set((int) (range.offset() / PIECE), (int) Math.ceilDiv(end, (long) PIECE));
                }
            }
            assertThat(seen).isEqualTo(changed);
            assertThat(end).isLessThanOrEqualTo(size);
        }
    }

    private static List<Batch> all(Batches batches) {
        var list = new ArrayList<Batch>();
        batches.forEachRemaining(list::add);
        return list;
    }

    private static Batches whole(long sizeBytes) {
        return Batches.of(List.of(new ChangedBlocks.Run(0, sizeBytes)).iterator(), UNIT);
    }

    private static Batches changed(ChangedBlocks blocks) {
        return Batches.of(blocks.runs().iterator(), UNIT);
    }
}
