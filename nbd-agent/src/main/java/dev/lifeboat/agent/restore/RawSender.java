package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.parallel.Interrupts;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.repository.disk.ContentConsumer;
import dev.lifeboat.xen.DiskImport;
import java.nio.ByteBuffer;

/// Sends a disk from front to end, zeros for holes: for storage whose new disks hold what was there before.
final class RawSender implements ContentConsumer {
    private static final int ZERO_BYTES = 1 << 20;

    private final DiskImport target;
    private final DiskCounter counter;
    private final ByteBuffer zeros = ByteBuffer.allocate(ZERO_BYTES);
    private long position;
    private long contentBytes;

    RawSender(DiskImport target, DiskCounter counter) {
        this.target = target;
        this.counter = counter;
    }

    @Override
    public void accept(long offset, ByteBuffer content) {
        zerosUpTo(offset);
        contentBytes += content.remaining();
        send(content);
    }

    void zerosUpTo(long offset) {
        while (position < offset) {
            send(zeros.slice(0, (int) Math.min(ZERO_BYTES, offset - position)));
        }
    }

    private void send(ByteBuffer bytes) {
        Interrupts.check("Filling a disk");
        int count = bytes.remaining();
        target.write(position, bytes);
        position += count;
        counter.moved(count);
        counter.add(count);
    }

    long contentBytes() {
        return contentBytes;
    }

    long sentBytes() {
        return position;
    }
}
