package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final long BLOCK = Allocation.BLOCK_BYTES;
    private static final int HOLE = 1;
    private static final int ZERO = 2;

    @Test
    void zerosAreLeftOutAndNeighboursBecomeOneRun() {
        var allocation = of(
                10 * BLOCK,
                new NbdExtent(0, BLOCK, 0),
                new NbdExtent(BLOCK, BLOCK, 0),
                new NbdExtent(2 * BLOCK, 3 * BLOCK, HOLE | ZERO),
                new NbdExtent(5 * BLOCK, 5 * BLOCK, 0));

        assertThat(allocation.runs())
                .containsExactly(new NbdExtent(0, 2 * BLOCK, 0), new NbdExtent(5 * BLOCK, 5 * BLOCK, 0));
        assertThat(allocation.bytes()).isEqualTo(7 * BLOCK);
    }

    @Test
    void aHoleThatNobodyPromisesToBeZerosIsRead() {
        assertThat(of(BLOCK, new NbdExtent(0, BLOCK, HOLE)).bytes()).isEqualTo(BLOCK);
    }

    @Test
    void whatIsFinerThanABlockIsRoundedOutwardsButNotBeyondTheDisk() {
        var allocation = of(
                3 * BLOCK + 512,
                new NbdExtent(0, BLOCK + 512, ZERO),
                new NbdExtent(BLOCK + 512, 512, 0),
                new NbdExtent(BLOCK + 1024, 2 * BLOCK - 1024, ZERO),
                new NbdExtent(3 * BLOCK, 512, 0));

        assertThat(allocation.runs()).containsExactly(new NbdExtent(BLOCK, BLOCK, 0), new NbdExtent(3 * BLOCK, 512, 0));
    }

    @Test
    void aDiskOfNothingHasNoRuns() {
        assertThat(of(4 * BLOCK, new NbdExtent(0, 4 * BLOCK, ZERO)).runs()).isEmpty();
    }

    private static Allocation of(long diskBytes, NbdExtent... extents) {
        return Allocation.of(diskBytes, List.of(extents).iterator());
    }
}
