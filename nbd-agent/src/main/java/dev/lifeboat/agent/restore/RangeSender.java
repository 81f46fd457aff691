package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.parallel.Interrupts;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.repository.disk.ContentConsumer;
import dev.lifeboat.repository.disk.Extent;
import dev.lifeboat.xen.DiskImport;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Sends a disk's content in the very ranges that were announced to the pool, whatever pieces it arrives in.
/// Pieces that are whole ranges are passed on as they are.
final class RangeSender implements ContentConsumer {
    private final Iterator<ContentRange> ranges;
    private final DiskImport target;
    private final DiskCounter counter;
    private final ByteBuffer gathered = ByteBuffer.allocate(ContentRange.MOST_BYTES);
    private ContentRange current = new ContentRange(0, 0);
    private long sentBytes;

    RangeSender(Iterator<Extent> extents, DiskImport target, DiskCounter counter) {
        this.ranges = ContentRange.cut(extents);
        this.target = target;
        this.counter = counter;
    }

    @Override
    public void accept(long offset, ByteBuffer content) {
        Interrupts.check("Filling a disk");
        long at = offset;
        while (content.hasRemaining()) {
            int count = take(at, content);
            at += count;
        }
    }

    private int take(long offset, ByteBuffer content) {
        if (gathered.position() == 0) {
            current = ranges.next();
        }
        if (offset != current.offset() + gathered.position()) {
            throw new NoSuchElementException("Content at offset " + offset + " where the disk's map has "
                    + (current.offset() + gathered.position()));
        }
        int count = Math.min(current.lengthBytes() - gathered.position(), content.remaining());
        var piece = content.slice(content.position(), count);
        content.position(content.position() + count);
        if (count == current.lengthBytes()) {
            send(piece);
        } else {
            gathered.put(piece);
            if (gathered.position() == current.lengthBytes()) {
                send(gathered.flip());
                gathered.clear();
            }
        }
        return count;
    }

    private void send(ByteBuffer range) {
        target.write(current.offset(), range);
        sentBytes += current.lengthBytes();
        counter.moved(current.lengthBytes());
        counter.add(current.lengthBytes());
    }

    long sentBytes() {
        return sentBytes;
    }
}
