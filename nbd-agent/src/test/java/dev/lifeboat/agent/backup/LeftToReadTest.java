package dev.lifeboat.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.ChangedBlocks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeftToReadTest {
    @Test
    void whatIsDoneIsLeftOutWhereverItLies() {
        assertThat(left(List.of(run(0, 100)), List.of())).containsExactly(run(0, 100));
        assertThat(left(List.of(run(0, 100)), List.of(done(0, 100)))).isEmpty();
        assertThat(left(List.of(run(10, 20)), List.of(done(0, 100)))).isEmpty();
        assertThat(left(List.of(run(0, 100)), List.of(done(0, 10), done(40, 10), done(90, 10))))
                .containsExactly(run(10, 30), run(50, 40));
        assertThat(left(List.of(run(0, 10), run(20, 10)), List.of(done(5, 20)))).containsExactly(run(0, 5), run(25, 5));
        assertThat(left(List.of(), List.of(done(5, 20)))).isEmpty();
    }

    @Test
    void itIsTheDifferenceOfTheTwoSets() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var wanted = bits(random);
            var done = bits(random);

            var left = new BitSet();
            left(runs(wanted), extents(done)).forEach(run -> left.set((int) run.offset(), (int) run.end()));

            wanted.andNot(done);
            assertThat(left).as("seed %d", seed).isEqualTo(wanted);
        }
    }

    private static List<ChangedBlocks.Run> left(List<ChangedBlocks.Run> runs, List<Extent> done) {
        var left = new ArrayList<ChangedBlocks.Run>();
        new LeftToRead(runs.iterator(), done.iterator()).forEachRemaining(left::add);
        return left;
    }

    private static BitSet bits(Random random) {
        var bits = new BitSet();
        for (int i = 0; i < 6; i++) {
            int from = random.nextInt(60);
            bits.set(from, from + random.nextInt(12));
        }
        return bits;
    }

    private static List<ChangedBlocks.Run> runs(BitSet bits) {
        return extents(bits).stream()
                .map(extent -> run(extent.offset(), extent.lengthBytes()))
                .toList();
    }

    private static List<Extent> extents(BitSet bits) {
        var extents = new ArrayList<Extent>();
        for (int from = bits.nextSetBit(0); from >= 0; from = bits.nextSetBit(bits.nextClearBit(from))) {
            extents.add(done(from, bits.nextClearBit(from) - from));
        }
        return extents;
    }

    private static ChangedBlocks.Run run(long offset, long lengthBytes) {
        return new ChangedBlocks.Run(offset, lengthBytes);
    }

    private static Extent done(long offset, long lengthBytes) {
        return new Extent(offset, lengthBytes, Extent.Kind.CONTENT);
    }
}
