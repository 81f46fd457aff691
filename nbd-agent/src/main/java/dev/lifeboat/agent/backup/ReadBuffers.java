package dev.lifeboat.agent.backup;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The only memory that disk data is read into: a fixed number of buffers, shared by all disks of the VM,
/// handed out in the order of asking, so that no disk starves another. Waiting for one is what slows reading
/// down to writing. They are arrays, because hashing and compression take arrays without another copy.
final class ReadBuffers {
    /// More would be waited for by nobody: reads ahead of two dozen are as fast as any.
    private static final int MOST = 24;

    private final int unitBytes;
    private final int count;
    private final BlockingQueue<ByteBuffer> free;

    /// @param budgetBytes of all of them; at least two are made
    /// @param unitBytes   of each
    ReadBuffers(long budgetBytes, int unitBytes) {
        this.unitBytes = unitBytes;
        this.count = Math.clamp(budgetBytes / unitBytes, 2, MOST);
        this.free = new ArrayBlockingQueue<>(count, true);
        for (int i = 0; i < count; i++) {
            free.add(ByteBuffer.allocate(unitBytes));
        }
    }

    int unitBytes() {
        return unitBytes;
    }

    int count() {
        return count;
    }

    int inUse() {
        return count - free.size();
    }

    ByteBuffer take() throws InterruptedException {
        return free.take().clear();
    }

    void giveBack(ByteBuffer buffer) {
        if (!free.offer(buffer)) {
            throw new IllegalStateException("A buffer was given back twice");
        }
    }
}
