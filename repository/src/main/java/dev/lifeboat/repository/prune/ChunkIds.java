package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.ChunkId;

/// A set of chunk ids, exact: 32 bytes each in a table that is at most three quarters full.
final class ChunkIds {

    private static final int SMALLEST = 1 << 8;

    private long[] ids = new long[4 * SMALLEST];
    private boolean[] used = new boolean[SMALLEST];
    private int size;

    /// Whether it was not there before.
    boolean add(ChunkId id) {
        if (size >= used.length / 4 * 3) {
            grow();
        }
        if (!put(id.first(), id.second(), id.third(), id.fourth())) {
            return false;
        }
        size++;
        return true;
    }

    private boolean put(long first, long second, long third, long fourth) {
        int slot = (int) second & (used.length - 1);
        while (used[slot]) {
            int at = 4 * slot;
            if (ids[at] == first && ids[at + 1] == second && ids[at + 2] == third && ids[at + 3] == fourth) {
                return false;
            }
            slot = (slot + 1) & (used.length - 1);
        }
        used[slot] = true;
        ids[4 * slot] = first;
        ids[4 * slot + 1] = second;
        ids[4 * slot + 2] = third;
        ids[4 * slot + 3] = fourth;
        return true;
    }

    private void grow() {
        var oldIds = ids;
        var oldUsed = used;
        ids = new long[2 * oldIds.length];
        used = new boolean[2 * oldUsed.length];
        for (int slot = 0; slot < oldUsed.length; slot++) {
            if (oldUsed[slot]) {
                put(oldIds[4 * slot], oldIds[4 * slot + 1], oldIds[4 * slot + 2], oldIds[4 * slot + 3]);
            }
        }
    }
}
