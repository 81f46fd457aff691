package dev.lifeboat.xen.vhd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.stream.Allocations;
import dev.lifeboat.xen.stream.Extent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargestVhdTest {

    private static final long SIZE = VhdImage.LARGEST_BYTES;

    @Test
    void theLargestDiskIsWrittenAndReadInMegabytes() throws Exception {
        byte[] mark = new byte[512];
        Arrays.fill(mark, (byte) 7);
        var extents = List.of(new Extent(0, 512), new Extent(SIZE / 2, 512), new Extent(SIZE - 512, 512));
        var out = new ByteArrayOutputStream(16 << 20);

        long writing = Allocations.of(() -> {
            var writer = VhdWriter.open(out, Vhds.dynamic(SIZE), AllocatedBlocks.touchedBy(SIZE, extents));
            for (var extent : extents) {
                writer.write(extent.offset(), ByteBuffer.wrap(mark));
            }
            writer.finish();
        });
        var found = new ArrayList<Extent>();
        byte[] vhd = out.toByteArray();
        long reading = Allocations.of(() -> {
            var reader = VhdReader.open(new ByteArrayInputStream(vhd));
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                found.add(next.get());
            }
        });

        assertThat(found)
                .containsExactly(
                        new Extent(0, Vhds.BLOCK),
                        new Extent(SIZE / 2, Vhds.BLOCK),
                        new Extent(SIZE - Vhds.BLOCK, Vhds.BLOCK));
        assertThat(writing).as("bytes allocated for writing").isLessThan(8L << 20);
        assertThat(reading).as("bytes allocated for reading").isLessThan(12L << 20);
    }

    /// The blocks are one and the same array, streamed again and again.
    @Test
    void aFullDiskPassesThroughOneBuffer() throws Exception {
        int blocks = 512;
        long size = (long) blocks * Vhds.BLOCK;
        var head = new ByteArrayOutputStream();
        VhdWriter.open(head, Vhds.dynamic(size), AllocatedBlocks.touchedBy(size, List.of(new Extent(0, size))));
        byte[] block = new byte[512 + Vhds.BLOCK];
        Arrays.fill(block, (byte) -1);
        var parts = new ArrayList<InputStream>();
        parts.add(new ByteArrayInputStream(head.toByteArray()));
        for (int count = 0; count < blocks; count++) {
            parts.add(new ByteArrayInputStream(block));
        }
        parts.add(new ByteArrayInputStream(head.toByteArray(), 0, 512));
        var stream = new SequenceInputStream(Collections.enumeration(parts));
        var buffer = ByteBuffer.allocate(Vhds.MIB);
        long[] read = new long[1];

        long allocated = Allocations.of(() -> {
            var reader = VhdReader.open(stream);
            while (reader.next().isPresent()) {
                while (reader.read(buffer.clear()) > 0) {
                    read[0] += buffer.position();
                }
            }
        });

        assertThat(read[0]).isEqualTo(size);
        assertThat(allocated).as("bytes allocated for %d bytes", size).isLessThan(4L << 20);
    }
}
