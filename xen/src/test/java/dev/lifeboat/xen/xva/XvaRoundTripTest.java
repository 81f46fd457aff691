package dev.lifeboat.xen.xva;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.xva.Xvas.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class XvaRoundTripTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                511,
                512,
                513,
                Xvas.MIB - 512,
                Xvas.MIB,
                Xvas.MIB + 512,
                2 * Xvas.MIB - 1,
                2 * Xvas.MIB,
                2 * Xvas.MIB + 512,
                9 * Xvas.MIB + 77
            })
    void everyByteOfAnySizeComesBack(int sizeBytes) throws Exception {
        var random = new Random(sizeBytes);
        for (int round = 0; round < 5; round++) {
            var sources = new TreeMap<String, Source>();
            for (var ref : List.of("Ref:10", "Ref:3")) {
                byte[] disk = Xvas.randomDisk(random, sizeBytes);
                sources.put(ref, new Source(disk, Xvas.randomExtents(random, sizeBytes)));
            }
            byte[] xva = Xvas.write(sources);
            var read = Xvas.read(xva);

            sources.forEach(
                    (ref, source) -> assertThat(read.disks().get(ref)).as(ref).isEqualTo(source.expected()));
            assertThat(xva.length % 512).isZero();
            assertThat(Arrays.copyOfRange(xva, xva.length - 1024, xva.length)).containsOnly(0);
            assertThat((long) xva.length)
                    .isEqualTo(XvaLength.of(Xvas.ova(sources), extents(sources), XvaChecksum.XXHASH));
        }
    }

    private static Map<String, List<Extent>> extents(Map<String, Source> sources) {
        return sources.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().extents()));
    }

    @ParameterizedTest
    @EnumSource
    void eachCompressionAndChecksumIsReadBack(Compression compression) throws Exception {
        var random = new Random(1);
        for (var checksum : XvaChecksum.values()) {
            byte[] disk = Xvas.randomDisk(random, 3 * Xvas.MIB);
            var sources = Map.of("Ref:3", new Source(disk, List.of(new Extent(5, 2 * Xvas.MIB))));

            var read = Xvas.read(Xvas.write(Xvas.ova(sources), sources, checksum, compression));

            assertThat(read.compression()).isEqualTo(compression);
            assertThat(read.disks().get("Ref:3")).isEqualTo(sources.get("Ref:3").expected());
        }
    }

    @Test
    void firstAndLastBlockAreThereEvenIfZeroAndHolesAreNot() throws Exception {
        byte[] disk = Xvas.randomDisk(new Random(1), 6 * Xvas.MIB + 10);
        var sources = Map.of("Ref:3", new Source(disk, List.of(new Extent(2 * Xvas.MIB + 5, 10))));

        var read = Xvas.read(Xvas.write(sources));

        assertThat(read.blocks()).extracting(XvaBlock::offset).containsExactly(0L, 2L * Xvas.MIB, 6L * Xvas.MIB);
        assertThat(read.blocks()).extracting(XvaBlock::lengthBytes).containsExactly(Xvas.MIB, Xvas.MIB, 10);
    }

    /// Readers take a gap to be as long as the archive's first block.
    @Test
    void afterAFirstDiskBelowABlockNothingIsLeftOut() throws Exception {
        var random = new Random(2);
        var sources = new LinkedHashMap<String, Source>();
        sources.put("Ref:1000", Source.whole(Xvas.randomDisk(random, 512)));
        sources.put("Ref:3", new Source(Xvas.randomDisk(random, 5 * Xvas.MIB), List.of(new Extent(4 * Xvas.MIB, 9))));

        var read = Xvas.read(Xvas.write(sources));

        assertThat(read.blocks()).hasSize(1 + 5);
        assertThat(read.disks().get("Ref:3")).isEqualTo(sources.get("Ref:3").expected());
    }

    @Test
    void bytesInPiecesOffTheHeapAreTheSame() throws Exception {
        byte[] disk = Xvas.randomDisk(new Random(3), 3 * Xvas.MIB + 1);
        var ova = Ovas.oneDisk(disk.length);
        var out = new ByteArrayOutputStream();
        var writer = XvaWriter.open(out, ova, XvaChecksum.XXHASH);
        writer.nextDisk();
        for (int at = 0; at < disk.length; at += 100_001) {
            int length = Math.min(100_001, disk.length - at);
            writer.write(
                    at, ByteBuffer.allocateDirect(length).put(disk, at, length).flip());
        }
        writer.finish();

        assertThat(out.toByteArray()).isEqualTo(Xvas.write(Map.of("Ref:3", Source.whole(disk))));
        try (var reader = XvaReader.open(new ByteArrayInputStream(out.toByteArray()))) {
            var direct = ByteBuffer.allocateDirect(2 * Xvas.MIB).position(77);
            assertThat(reader.next(direct)).map(XvaBlock::offset).contains(0L);
            assertThat(direct).isEqualTo(ByteBuffer.wrap(disk, 0, Xvas.MIB));
            assertThat(direct.position()).isEqualTo(77);
            assertThatIllegalArgumentException().isThrownBy(() -> reader.next(direct.position(78)));
        }
    }

    @Test
    void whatCannotBeWrittenIsRefused() throws Exception {
        var nowhere = OutputStream.nullOutputStream();
        for (long size : List.of(0L, 100_000_001L << 20)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> XvaWriter.open(nowhere, Ovas.oneDisk(size), XvaChecksum.SHA1));
        }
        var writer = XvaWriter.open(nowhere, Ovas.oneDisk(100), XvaChecksum.SHA1);
        assertThatIllegalStateException().isThrownBy(() -> writer.write(0, ByteBuffer.allocate(1)));
        assertThatIllegalStateException().isThrownBy(writer::finish).withMessageContaining("Ref:3 was not written");
        writer.nextDisk();
        writer.write(10, ByteBuffer.allocate(10));
        for (var wrong : List.of(new Extent(19, 1), new Extent(100, 1), new Extent(99, 2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.write(wrong.offset(), ByteBuffer.allocate((int) wrong.lengthBytes())));
        }
        assertThatIllegalStateException().isThrownBy(writer::nextDisk);
    }
}
