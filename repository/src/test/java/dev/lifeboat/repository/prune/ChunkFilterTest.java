package dev.lifeboat.repository.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkFilterTest {

    private static final int CHUNKS = 50_000;

    private final Random random = new Random(5);

    @Test
    void neverMissesAChunkAndSeldomSeesOneTooMany() {
        var filter = ChunkFilter.sized((long) CHUNKS << 16, 1 << 20);
        var needed = new Random(1);
        for (int i = 0; i < CHUNKS; i++) {
            filter.add(ref(needed));
        }

        var again = new Random(1);
        for (int i = 0; i < CHUNKS; i++) {
            assertThat(filter.mayContain(ref(again))).isTrue();
        }
        int wrong = 0;
        for (int i = 0; i < CHUNKS; i++) {
            wrong += filter.mayContain(ref(random)) ? 1 : 0;
        }
        assertThat(wrong).isLessThan(CHUNKS / 100);
    }

    @Test
    void theSameChunkOfAnotherPackIsAnother() {
        var filter = ChunkFilter.sized(1 << 30, 1 << 20);
        var one = ref(random);
        filter.add(one);

        assertThat(filter.mayContain(new ChunkRef(one.chunk(), PackId.random(random))))
                .isFalse();
    }

    @Test
    void takesWhatTheDocumentSaysAndNoMoreThanAllowed() {
        assertThat(ChunkFilter.sized(1L << 40, 1 << 30).memoryBytes()).isEqualTo(32 << 20);
        assertThat(ChunkFilter.sized(1L << 50, 256 << 20).memoryBytes()).isEqualTo(256 << 20);
        assertThat(ChunkFilter.sized(0, 8).memoryBytes()).isEqualTo(8);
    }

    @Test
    void aFilterThatIsMuchTooSmallSeesTooMuchAndMissesNothing() {
        var filter = ChunkFilter.sized(1L << 40, 8);
        var needed = new Random(1);
        for (int i = 0; i < 1000; i++) {
            filter.add(ref(needed));
        }

        var again = new Random(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(filter.mayContain(ref(again))).isTrue();
        }
    }

    private static ChunkRef ref(Random random) {
        var chunk = new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        return new ChunkRef(chunk, PackId.random(random));
    }
}
