package dev.lifeboat.xen.xva;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.stream.Allocations;
import dev.lifeboat.xen.stream.Extent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LargeXvaTest {

    private static final long TIB = 1L << 40;

    @Test
    void aSparseDiskOfTwoTebibytesIsWrittenAndReadInOneBuffer() throws Exception {
        var ova = Ovas.oneDisk(2 * TIB);
        var extents = List.of(new Extent(0, 512), new Extent(TIB, 512), new Extent(2 * TIB - 512, 512));
        var out = new ByteArrayOutputStream(8 << 20);
        long writing = Allocations.of(() -> {
            var writer = XvaWriter.open(out, ova, XvaChecksum.XXHASH);
            writer.nextDisk();
            for (var extent : extents) {
                writer.write(extent.offset(), ByteBuffer.allocate(512).put(0, (byte) 1));
            }
            writer.finish();
        });
        byte[] xva = out.toByteArray();
        var buffer = ByteBuffer.allocate(Xvas.MIB);
        long[] bytes = new long[1];
        long reading = Allocations.of(() -> {
            try (var reader = XvaReader.open(new ByteArrayInputStream(xva))) {
                for (var next = reader.next(buffer); next.isPresent(); next = reader.next(buffer.clear())) {
                    bytes[0] += next.get().lengthBytes();
                }
            }
        });

        assertThat(bytes[0]).isEqualTo(3L * Xvas.MIB);
        assertThat(xva.length).isLessThan(4 << 20).isEqualTo((int)
                XvaLength.of(ova, Map.of("Ref:3", extents), XvaChecksum.XXHASH));
        assertThat(writing).as("bytes allocated for writing").isLessThan(2L << 20);
        assertThat(reading).as("bytes allocated for reading").isLessThan(2L << 20);
    }

    /// The blocks are one and the same array, streamed again and again under new names.
    @Test
    void aFullDiskPassesThroughOneBuffer() throws Exception {
        int blocks = 1024;
        byte[] block = new byte[Xvas.MIB];
        var digest = new Xxh64();
        digest.update(block, 0, block.length);
        byte[] hex = digest.hex().getBytes(StandardCharsets.US_ASCII);
        var head = new ByteArrayInputStream(
                new Xvas.ByHand().ova(Ovas.oneDisk((long) blocks * Xvas.MIB)).unfinished());
        var parts = IntStream.range(0, blocks).boxed().flatMap(number -> {
            String name = "Ref:3/%08d".formatted(number);
            byte[] header = new TarHeader(name, block.length, '0').write();
            var checksum = new ByteArrayOutputStream();
            try {
                TarOutput.entry(checksum, name + ".xxhash", hex);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Stream.<InputStream>of(
                    new ByteArrayInputStream(header),
                    new ByteArrayInputStream(block),
                    new ByteArrayInputStream(checksum.toByteArray()));
        });
        var all = new ArrayList<>(List.<InputStream>of(head));
        parts.forEach(all::add);
        all.add(new ByteArrayInputStream(new byte[1024]));
        var stream = new SequenceInputStream(Collections.enumeration(all));
        var buffer = ByteBuffer.allocate(Xvas.MIB);
        int[] count = new int[1];

        long allocated = Allocations.of(() -> {
            try (var reader = XvaReader.open(stream)) {
                while (reader.next(buffer.clear()).isPresent()) {
                    count[0]++;
                }
            }
        });

        assertThat(count[0]).isEqualTo(blocks);
        assertThat(allocated).as("bytes allocated and soon freed").isLessThan(16L << 20);
    }
}
