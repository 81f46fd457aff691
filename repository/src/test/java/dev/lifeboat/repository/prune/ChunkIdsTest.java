package dev.lifeboat.repository.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.chunk.ChunkId;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkIdsTest {

    @Test
    void holdsWhatASetHoldsThoughIdsAreAlikeInPart() {
        var random = new Random(3);
        var ids = new ChunkIds();
        var model = new HashSet<ChunkId>();
        for (int i = 0; i < 20_000; i++) {
            var id = new ChunkId(random.nextInt(20), random.nextInt(20), random.nextInt(20), random.nextInt(20));
            assertThat(ids.add(id)).isEqualTo(model.add(id));
        }
    }
}
