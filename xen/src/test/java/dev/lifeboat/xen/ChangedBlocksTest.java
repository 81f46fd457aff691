package dev.lifeboat.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeboat.xen.ChangedBlocks.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedBlocksTest {

    private static final long BLOCK = 65_536;

    @Test
    void theMostSignificantBitOfTheFirstByteIsBlockZero() {
        var changed = ChangedBlocks.of(16 * BLOCK, new byte[] {(byte) 0x80, 0x41});

        assertThat(changed.runs())
                .containsExactly(new Run(0, BLOCK), new Run(9 * BLOCK, BLOCK), new Run(15 * BLOCK, BLOCK));
        assertThat(changed.isChanged(0)).isTrue();
        assertThat(changed.isChanged(BLOCK - 1)).isTrue();
        assertThat(changed.isChanged(BLOCK)).isFalse();
        assertThat(changed.isChanged(15 * BLOCK)).isTrue();
    }

    @Test
    void neighboursAreOneRunAcrossBytesAndTheLastIsCutAtTheEndOfTheDisk() {
        var changed = ChangedBlocks.of(16 * BLOCK + 512, new byte[] {0x03, (byte) 0xFF, (byte) 0x80});

        assertThat(changed.runs()).containsExactly(new Run(6 * BLOCK, 10 * BLOCK + 512));
        assertThat(changed.changedBytes()).isEqualTo(10 * BLOCK + 512);
        assertThat(changed.isChanged(16 * BLOCK + 511)).isTrue();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> changed.isChanged(16 * BLOCK + 512));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 512, BLOCK - 1, BLOCK, BLOCK + 1, 8 * BLOCK, 8 * BLOCK + 1, (2L << 40) + 512})
    void aBitmapOfAnyOtherLengthIsRefused(long size) {
        int exact = (int) Math.ceilDiv(Math.ceilDiv(size, BLOCK), 8);

        assertThat(ChangedBlocks.of(size, new byte[exact]).runs()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> ChangedBlocks.of(size, new byte[exact + 1]));
        if (exact > 0) {
            assertThatIllegalArgumentException().isThrownBy(() -> ChangedBlocks.of(size, new byte[exact - 1]));
        }
    }

    @Test
    void bitsBeyondTheEndOfTheDiskAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangedBlocks.of(3 * BLOCK, new byte[] {0x10}))
                .withMessageContaining("Block 3");
    }

    @Test
    void agreesWithACountOfSingleBlocksForRandomDisks() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            long size = random.nextLong(1, 400 * BLOCK);
            boolean[] model = new boolean[(int) Math.ceilDiv(size, BLOCK)];
            double density = random.nextDouble();
            for (int block = 0; block < model.length; block++) {
                model[block] = random.nextDouble() < density;
            }

            var changed = ChangedBlocks.of(size, bitmap(model));

            assertThat(changed.runs().toList()).isEqualTo(runs(model, size));
            long offset = random.nextLong(size);
            assertThat(changed.isChanged(offset)).isEqualTo(model[(int) (offset / BLOCK)]);
            assertThat(changed.changedBytes())
                    .isEqualTo(runs(model, size).stream()
                            .mapToLong(Run::lengthBytes)
                            .sum());
        }
    }

    @Test
    void whatADiskGrewByIsChangedToo() {
        var changed = ChangedBlocks.of(20 * BLOCK + 1, new byte[] {(byte) 0x80, 0, 0});

        assertThat(changed.withChangesFrom(10 * BLOCK + 5).runs())
                .containsExactly(new Run(0, BLOCK), new Run(10 * BLOCK, 10 * BLOCK + 1));
        assertThat(changed.withChangesFrom(20 * BLOCK + 1).runs()).containsExactly(new Run(0, BLOCK));
        assertThat(changed.withChangesFrom(40 * BLOCK).runs()).containsExactly(new Run(0, BLOCK));
    }

    private static byte[] bitmap(boolean[] model) {
        byte[] bitmap = new byte[Math.ceilDiv(model.length, 8)];
        for (int block = 0; block < model.length; block++) {
            if (model[block]) {
                bitmap[block / 8] |= (byte) (1 << (7 - block % 8));
            }
        }
        return bitmap;
    }

    private static List<Run> runs(boolean[] model, long size) {
        var runs = new ArrayList<Run>();
        int start = -1;
        for (int block = 0; block <= model.length; block++) {
            boolean changed = block < model.length && model[block];
            if (changed && start < 0) {
                start = block;
            } else if (!changed && start >= 0) {
                runs.add(new Run(start * BLOCK, Math.min(block * BLOCK, size) - start * BLOCK));
                start = -1;
            }
        }
        return runs;
    }
}
