package dev.lifeboat.xen.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeboat.xen.stream.Extent;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VhdRoundTripTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                512,
                1024,
                Vhds.MIB,
                Vhds.BLOCK - 512,
                Vhds.BLOCK,
                Vhds.BLOCK + 512,
                2 * Vhds.BLOCK - 512,
                2 * Vhds.BLOCK,
                2 * Vhds.BLOCK + 512,
                5 * Vhds.BLOCK + 77 * 512
            })
    void everyByteOfAnySizeComesBack(int sizeBytes) throws Exception {
        var random = new Random(sizeBytes);
        for (int round = 0; round < 5; round++) {
            byte[] disk = Vhds.randomDisk(random, sizeBytes);
            var extents = Vhds.randomExtents(random, sizeBytes);

            byte[] vhd = Vhds.write(Vhds.dynamic(sizeBytes), disk, extents);
            var read = Vhds.read(vhd, (byte) 0);

            byte[] expected = new byte[sizeBytes];
            extents.forEach(each -> System.arraycopy(
                    disk, (int) each.offset(), expected, (int) each.offset(), (int) each.lengthBytes()));
            assertThat(read.disk()).isEqualTo(expected);
            assertThat(read.image()).isEqualTo(Vhds.dynamic(sizeBytes));
            assertThat((long) vhd.length)
                    .isEqualTo(VhdWriter.lengthBytes(AllocatedBlocks.touchedBy(sizeBytes, extents)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, Vhds.BLOCK - 512, Vhds.BLOCK, Vhds.BLOCK + 512, 5 * Vhds.BLOCK + 77 * 512})
    void aDifferencingDiskHasJustTheSectorsThatWereWritten(int sizeBytes) throws Exception {
        var random = new Random(sizeBytes);
        for (int round = 0; round < 5; round++) {
            byte[] disk = Vhds.randomDisk(random, sizeBytes);
            var extents = Vhds.randomExtents(random, sizeBytes);
            var image = Vhds.differencing(sizeBytes, "parent.vhd");

            var read = Vhds.read(Vhds.write(image, disk, extents), (byte) 0x5A);

            byte[] expected = new byte[sizeBytes];
            Arrays.fill(expected, (byte) 0x5A);
            extents.forEach(each -> System.arraycopy(
                    disk, (int) each.offset(), expected, (int) each.offset(), (int) each.lengthBytes()));
            assertThat(read.disk()).isEqualTo(expected);
            assertThat(read.image()).isEqualTo(image);
        }
    }

    @Test
    void headAndTableAloneTellWhatIsThere() throws Exception {
        int sizeBytes = 5 * Vhds.BLOCK + 512;
        var extents = List.of(
                new Extent(0, 512), new Extent(2L * Vhds.BLOCK, 2L * Vhds.BLOCK), new Extent(5L * Vhds.BLOCK, 512));
        byte[] vhd = Vhds.write(Vhds.dynamic(sizeBytes), new byte[sizeBytes], extents);

        var allocated = VhdReader.open(new ByteArrayInputStream(vhd, 0, 2560)).allocated();

        assertThat(allocated.runs())
                .containsExactly(
                        new Extent(0, Vhds.BLOCK),
                        new Extent(2L * Vhds.BLOCK, 2L * Vhds.BLOCK),
                        new Extent(5L * Vhds.BLOCK, 512));
        assertThat(allocated.allocatedBytes()).isEqualTo(3L * Vhds.BLOCK + 512);
        assertThat(allocated.count()).isEqualTo(4);
        assertThat(allocated.isAllocated(Vhds.BLOCK - 1)).isTrue();
        assertThat(allocated.isAllocated(Vhds.BLOCK)).isFalse();
        assertThat(allocated.isAllocated(sizeBytes - 1)).isTrue();
    }

    @Test
    void aDiskWithoutContentIsAHeadAndAFooter() throws Exception {
        byte[] vhd = Vhds.write(Vhds.dynamic(Vhds.BLOCK), new byte[Vhds.BLOCK], List.of());

        assertThat(vhd).hasSize(2048 + 512 + 512);
        assertThat(Vhds.read(vhd, (byte) 1).extents()).isEmpty();
    }

    @Test
    void whatIsNotReadIsPassedOver() throws Exception {
        byte[] disk = Vhds.randomDisk(new Random(1), 3 * Vhds.BLOCK);
        byte[] vhd = Vhds.write(Vhds.dynamic(disk.length), disk, List.of(new Extent(0, disk.length)));
        var reader = VhdReader.open(new ByteArrayInputStream(vhd));

        assertThat(reader.next()).contains(new Extent(0, Vhds.BLOCK));
        assertThat(reader.next()).contains(new Extent(Vhds.BLOCK, Vhds.BLOCK));
        var direct = ByteBuffer.allocateDirect(1000);
        assertThat(reader.read(direct)).isEqualTo(1000);
        assertThat(direct.flip())
                .isEqualTo(ByteBuffer.wrap(disk, Vhds.BLOCK, 1000).slice());
        assertThat(reader.next()).contains(new Extent(2L * Vhds.BLOCK, Vhds.BLOCK));
        var large = ByteBuffer.allocate(Vhds.BLOCK + 1);
        assertThat(reader.read(large)).isEqualTo(Vhds.BLOCK);
        assertThat(reader.read(large)).isEqualTo(-1);
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsRefused() throws Exception {
        for (long size : List.of(0L, -512L, 513L, VhdImage.LARGEST_BYTES + 512)) {
            assertThatIllegalArgumentException().isThrownBy(() -> Vhds.dynamic(size));
        }
        var map = AllocatedBlocks.touchedBy(4L * Vhds.BLOCK, List.of(new Extent(0, 512)));
        var writer = VhdWriter.open(OutputStream.nullOutputStream(), Vhds.dynamic(4L * Vhds.BLOCK), map);
        writer.write(512, ByteBuffer.allocate(512));
        for (var wrong : List.of(
                new Extent(0, 512),
                new Extent(Vhds.BLOCK, 512),
                new Extent(1024, 1),
                new Extent(1025, 512),
                new Extent(4L * Vhds.BLOCK, 512))) {
            assertThatIllegalArgumentException()
                    .as("%s", wrong)
                    .isThrownBy(() -> writer.write(wrong.offset(), ByteBuffer.allocate((int) wrong.lengthBytes())));
        }
    }
}
