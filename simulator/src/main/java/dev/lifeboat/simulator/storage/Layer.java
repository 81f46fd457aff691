package dev.lifeboat.simulator.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// What one node of a copy-on-write tree holds itself: a sparse file and a map of the blocks in it. All
/// other blocks are the parent's, or zeros where nobody has them.
final class Layer implements Closeable {
    private static final byte[] ZEROS = new byte[BlockMap.BLOCK_BYTES];

    private final Path file;
    private final FileChannel channel;
    private final BlockMap allocated;
    private final Charge charge;
    private Optional<Layer> parent;

    private Layer(Path file, FileChannel channel, BlockMap allocated, Optional<Layer> parent, Charge charge) {
        this.file = file;
        this.channel = channel;
        this.allocated = allocated;
        this.parent = parent;
        this.charge = charge;
    }

    /// Claims its whole size first where that is reserved.
    static Layer create(Path file, long sizeBytes, Optional<Layer> parent, Charge charge) throws IOException {
        charge.size(sizeBytes);
        var opened = new RandomAccessFile(file.toFile(), "rw");
        opened.setLength(sizeBytes);
        return new Layer(file, opened.getChannel(), new BlockMap(sizeBytes), parent, charge);
    }

    Space space() {
        return charge.space();
    }

    boolean reserved() {
        return charge.reserved();
    }

    long chargedBytes() {
        return charge.bytes();
    }

    /// Nobody writes here any more.
    void freeze() {
        charge.freeze(allocated.count());
    }

    /// A writable disk takes this layer over again.
    void thaw(long sizeBytes) {
        charge.thaw(sizeBytes);
    }

    Optional<Layer> parent() {
        return parent;
    }

    void parent(Optional<Layer> newParent) {
        parent = newParent;
    }

    BlockMap allocated() {
        return allocated;
    }

    void grow(long sizeBytes) throws IOException {
        charge.size(sizeBytes);
        allocated.grow(sizeBytes);
        if (channel.size() < sizeBytes) {
            channel.write(ByteBuffer.wrap(ZEROS, 0, 1), sizeBytes - 1);
        }
    }

    int depth() {
        return 1 + parent.map(Layer::depth).orElse(0);
    }

    /// Reads through the chain; neighbouring blocks of the same layer come in one read.
    void read(long offset, byte[] target, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            long position = offset + done;
            var owner = owner(position / BlockMap.BLOCK_BYTES);
            int run = toBlockEnd(position, length - done);
            while (done + run < length && owner.equals(owner((position + run) / BlockMap.BLOCK_BYTES))) {
                run += toBlockEnd(position + run, length - done - run);
            }
            if (owner.isPresent()) {
                owner.get().readOwn(position, target, at + done, run);
            } else {
                Arrays.fill(target, at + done, at + done + run, (byte) 0);
            }
            done += run;
        }
    }

    /// Writes into this layer; a block that is written in part is completed from the parents first.
    synchronized void write(long offset, byte[] source, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            long position = offset + done;
            int run = toBlockEnd(position, length - done);
            writeInBlock(position, source, at + done, run);
            done += run;
        }
    }

    private void writeInBlock(long position, byte[] source, int at, int length) throws IOException {
        long block = position / BlockMap.BLOCK_BYTES;
        boolean fresh = !allocated.get(block);
        if (fresh) {
            charge.block();
        }
        if (fresh && length < BlockMap.BLOCK_BYTES) {
            completeFromParents(block);
        }
        // A fresh block of the file reads as zeros, so zeros need only the bit.
        boolean zero = fresh && Arrays.equals(source, at, at + length, ZEROS, 0, length);
        if (!zero || (length < BlockMap.BLOCK_BYTES && parent.isPresent())) {
            writeOwn(position, source, at, length);
        }
        allocated.set(block);
    }

    private void completeFromParents(long block) throws IOException {
        if (parent.isEmpty() || parent.get().owner(block).isEmpty()) {
            return;
        }
        var content = new byte[BlockMap.BLOCK_BYTES];
        long start = block * BlockMap.BLOCK_BYTES;
        parent.get().read(start, content, 0, BlockMap.BLOCK_BYTES);
        writeOwn(start, content, 0, content.length);
    }

    /// Copies every block of the other layer over this one's.
    void absorb(Layer upper) throws IOException {
        var content = new byte[BlockMap.BLOCK_BYTES];
        long fresh = 0;
        for (long block = 0; block < upper.allocated.blocks(); block++) {
            if (upper.allocated.get(block)) {
                fresh += allocated.get(block) ? 0 : 1;
                upper.readOwn(block * BlockMap.BLOCK_BYTES, content, 0, content.length);
                writeOwn(block * BlockMap.BLOCK_BYTES, content, 0, content.length);
                allocated.set(block);
            }
        }
        charge.moved(fresh);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    void delete() throws IOException {
        charge.release();
        channel.close();
        Files.deleteIfExists(file);
    }

    private Optional<Layer> owner(long block) {
        var layer = Optional.of(this);
        while (layer.isPresent() && !layer.get().allocated.get(block)) {
            layer = layer.get().parent;
        }
        return layer;
    }

    private void readOwn(long position, byte[] target, int at, int length) throws IOException {
        var buffer = ByteBuffer.wrap(target, at, length);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position + length - buffer.remaining());
            if (read < 0) {
                // The last block of a disk may reach past the file's end.
                Arrays.fill(target, buffer.position(), at + length, (byte) 0);
                return;
            }
        }
    }

    private void writeOwn(long position, byte[] source, int at, int length) throws IOException {
        var buffer = ByteBuffer.wrap(source, at, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + length - buffer.remaining());
        }
    }

    private static int toBlockEnd(long position, int most) {
        return (int) Math.min(most, BlockMap.BLOCK_BYTES - position % BlockMap.BLOCK_BYTES);
    }
}
