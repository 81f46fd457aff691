package dev.lifeboat.agent.restore;

import dev.lifeboat.agent.archive.ContentExtents;
import dev.lifeboat.agent.parallel.Interrupts;
import dev.lifeboat.agent.progress.DiskCounter;
import dev.lifeboat.repository.disk.ContentConsumer;
import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import dev.lifeboat.xen.vhd.VhdImage;
import dev.lifeboat.xen.vhd.VhdWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/// Sends a disk's content as a VHD; the rest of each block that has some is zeros.
final class VhdSender implements ContentConsumer {
    private final AllocatedBlocks blocks;
    private final VhdWriter writer;
    private final DiskCounter counter;
    private long contentBytes;

    private VhdSender(AllocatedBlocks blocks, VhdWriter writer, DiskCounter counter) {
        this.blocks = blocks;
        this.writer = writer;
        this.counter = counter;
    }

    /// Which blocks will be sent.
    static AllocatedBlocks blocks(DiskReader reader) {
        return AllocatedBlocks.touchedBy(reader.image().sizeBytes(), () -> new ContentExtents(reader));
    }

    static VhdSender open(OutputStream out, AllocatedBlocks blocks, DiskCounter counter) {
        var image = new VhdImage(blocks.diskSizeBytes(), UUID.randomUUID(), Optional.empty());
        try {
            return new VhdSender(blocks, VhdWriter.open(out, image, blocks), counter);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public void accept(long offset, ByteBuffer content) {
        Interrupts.check("Filling a disk");
        int bytes = content.remaining();
        try {
            writer.write(offset, content);
        } catch (IOException e) {
            throw broken(e);
        }
        contentBytes += bytes;
        counter.add(bytes);
    }

    void finish() {
        try {
            writer.finish();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static XenException broken(IOException e) {
        return new TransferFailedException("Sending a VHD failed: " + e.getMessage(), e);
    }

    long contentBytes() {
        return contentBytes;
    }

    long sentBytes() {
        return blocks.allocatedBytes();
    }
}
