package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.storage.DiskStore;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Gives a new disk its content: a third is never written; of the rest half is random, a quarter text, a quarter zeros.
/// The same seed gives the same bytes.
public final class DiskFill {
    private static final int CELL_BYTES = 1 << 20;
    private static final int PIECE_BYTES = 64 * 1024;

    /// The text is shared by all disks of a pool, so that some of it is found on several.
    private final TextCorpus corpus;

    public DiskFill(TextCorpus corpus) {
        this.corpus = corpus;
    }

    private enum Kind {
        HOLE,
        RANDOM,
        TEXT,
        ZEROS
    }

    public void fill(DiskStore store, String uuid, long seed) {
        var random = new SplittableRandom(seed);
        long sizeBytes = store.sizeBytes(uuid);
        var cell = new byte[CELL_BYTES];
        for (long offset = 0; offset < sizeBytes; offset += CELL_BYTES) {
            int length = (int) Math.min(CELL_BYTES, sizeBytes - offset);
            // Half of the cells are of one kind, the other half are mixed in pieces.
            int step = random.nextBoolean() ? length : PIECE_BYTES;
            int page = random.nextInt(corpus.pages());
            for (int at = 0; at < length; at += step) {
                piece(store, uuid, offset, cell, at, Math.min(step, length - at), kind(random), page, random);
            }
        }
    }

    private void piece(
            DiskStore store,
            String uuid,
            long offset,
            byte[] cell,
            int at,
            int length,
            Kind kind,
            int page,
            SplittableRandom random) {
        switch (kind) {
            case HOLE -> {
                return;
            }
            case RANDOM -> Noise.fill(cell, at, length, random);
            case TEXT -> corpus.copy(page, at, cell, at, length);
            case ZEROS -> Arrays.fill(cell, at, at + length, (byte) 0);
        }
        store.write(uuid, offset + at, cell, at, length);
    }

    private static Kind kind(SplittableRandom random) {
        int twelfth = random.nextInt(12);
        if (twelfth < 4) {
            return Kind.HOLE;
        }
        if (twelfth < 8) {
            return Kind.RANDOM;
        }
        return twelfth < 10 ? Kind.TEXT : Kind.ZEROS;
    }
}
