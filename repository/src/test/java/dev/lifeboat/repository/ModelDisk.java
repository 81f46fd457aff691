package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.disk.DiskImageWriter;
import dev.lifeboat.repository.disk.DiskReader;
import dev.lifeboat.repository.disk.Extent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// A disk as plain bytes: what every image is compared with.
final class ModelDisk {

    private static final int PIECE = Fixtures.SMALL.pieceBytes();

    private final byte[] content;

    ModelDisk(int sizeBytes) {
        this(new byte[sizeBytes]);
    }

    private ModelDisk(byte[] content) {
        this.content = content;
    }

    int sizeBytes() {
        return content.length;
    }

    int pieces() {
        return Math.ceilDiv(content.length, PIECE);
    }

    ModelDisk grownTo(int sizeBytes) {
        return new ModelDisk(Arrays.copyOf(content, sizeBytes));
    }

    ModelDisk copy() {
        return grownTo(content.length);
    }

    /// Fills pieces with zeros, text that repeats, or noise.
    void change(int firstPiece, int count, Random random) {
        for (int piece = firstPiece; piece < Math.min(firstPiece + count, pieces()); piece++) {
            int from = piece * PIECE;
            int to = Math.min(from + PIECE, content.length);
            switch (random.nextInt(4)) {
                case 0 -> Arrays.fill(content, from, to, (byte) 0);
                case 1 -> Arrays.fill(content, from, to, (byte) ('a' + random.nextInt(3)));
                default -> {
                    var noise = new byte[to - from];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, content, from, noise.length);
                }
            }
        }
    }

    /// Fills pieces with noise that does not shrink.
    void fill(int firstPiece, int count, Random random) {
        var noise = new byte[count * PIECE];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, content, firstPiece * PIECE, noise.length);
    }

    /// Hands some pieces to a writer, as heap, direct or read-only memory.
    void write(DiskImageWriter writer, int firstPiece, int count, Random random) {
        int from = firstPiece * PIECE;
        int length = Math.min(count * PIECE, content.length - from);
        var buffer = random.nextBoolean() ? ByteBuffer.allocate(length + 7) : ByteBuffer.allocateDirect(length + 7);
        buffer.position(7).put(content, from, length).position(7);
        writer.write(from, random.nextInt(4) == 0 ? buffer.asReadOnlyBuffer() : buffer);
    }

    /// All of it, in runs of random length and in random order.
    void writeAll(DiskImageWriter writer, Random random) {
        var runs = new ArrayList<int[]>();
        for (int piece = 0; piece < pieces(); ) {
            int count = Math.min(pieces() - piece, 1 + random.nextInt(random.nextBoolean() ? 3 : 70));
            runs.add(new int[] {piece, count});
            piece += count;
        }
        if (random.nextBoolean()) {
            Collections.shuffle(runs, random);
        }
        runs.forEach(run -> writeOrDeclareZero(writer, run[0], run[1], random));
    }

    private void writeOrDeclareZero(DiskImageWriter writer, int firstPiece, int count, Random random) {
        if (random.nextBoolean() && isZero(firstPiece * PIECE, end(firstPiece, count))) {
            writer.writeZeros((long) firstPiece * PIECE, end(firstPiece, count) - firstPiece * PIECE);
        } else {
            write(writer, firstPiece, count, random);
        }
    }

    private int end(int firstPiece, int count) {
        return Math.min((firstPiece + count) * PIECE, content.length);
    }

    /// Compares every byte in all three ways of reading.
    void assertEqualTo(DiskReader reader, Random random) {
        assertThat(reader.image().sizeBytes()).isEqualTo(content.length);
        assertThat(readAll(reader)).isEqualTo(content);
        assertThat(readAtRandom(reader, random)).isEqualTo(content);
        assertExtents(reader);
    }

    private byte[] readAll(DiskReader reader) {
        var read = new byte[content.length];
        var last = new long[] {0};
        reader.readAll((offset, data) -> {
            assertThat(offset).isGreaterThanOrEqualTo(last[0]);
            last[0] = offset + data.remaining();
            data.get(read, (int) offset, data.remaining());
        });
        return read;
    }

    private byte[] readAtRandom(DiskReader reader, Random random) {
        var read = ByteBuffer.allocate(content.length);
        while (read.hasRemaining()) {
            int length = Math.min(read.remaining(), 1 + random.nextInt(50_000));
            reader.read(read.position(), read.slice(read.position(), length));
            read.position(read.position() + length);
        }
        return read.array();
    }

    private void assertExtents(DiskReader reader) {
        var extents = new ArrayList<Extent>();
        reader.extents().forEachRemaining(extents::add);
        long at = 0;
        for (var extent : extents) {
            assertThat(extent.offset()).isEqualTo(at);
            at = extent.end();
            for (long piece = extent.offset(); piece < extent.end(); piece += PIECE) {
                var zero = isZero((int) piece, (int) Math.min(piece + PIECE, content.length));
                assertThat(extent.hole()).as("hole at %d", piece).isEqualTo(zero);
            }
        }
        assertThat(at).isEqualTo(content.length);
        assertMerged(extents);
        long content = extents.stream()
                .filter(extent -> !extent.hole())
                .mapToLong(Extent::lengthBytes)
                .sum();
        assertThat(reader.image().allocatedBytes()).isBetween(content, content + PIECE - 1);
    }

    private static void assertMerged(List<Extent> extents) {
        for (int i = 1; i < extents.size(); i++) {
            assertThat(extents.get(i).kind()).isNotEqualTo(extents.get(i - 1).kind());
        }
    }

    private boolean isZero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (content[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
