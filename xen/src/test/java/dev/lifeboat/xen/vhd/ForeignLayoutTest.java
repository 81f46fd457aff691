package dev.lifeboat.xen.vhd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.stream.Extent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Layouts that others write and ours does not.
class ForeignLayoutTest {

    private static final int SIZE = 3 * Vhds.BLOCK;
    private static final int BLOCK_WITH_BITMAP = 512 + Vhds.BLOCK;
    private static final int BLOCKS = 2560;

    private final byte[] disk = Vhds.randomDisk(new Random(9), SIZE);

    @Test
    void blocksInAnyOrderAreGivenAsTheyCome() throws Exception {
        byte[] vhd = Vhds.write(Vhds.dynamic(SIZE), disk, List.of(new Extent(0, SIZE)));
        byte[] shuffled = vhd.clone();
        int[] order = {2, 0, 1};
        for (int place = 0; place < order.length; place++) {
            System.arraycopy(
                    vhd,
                    BLOCKS + order[place] * BLOCK_WITH_BITMAP,
                    shuffled,
                    BLOCKS + place * BLOCK_WITH_BITMAP,
                    BLOCK_WITH_BITMAP);
            ByteBuffer.wrap(shuffled).putInt(2048 + order[place] * 4, (BLOCKS + place * BLOCK_WITH_BITMAP) / 512);
        }

        var read = Vhds.read(shuffled, (byte) 0);

        assertThat(read.disk()).isEqualTo(disk);
        assertThat(read.extents())
                .containsExactly(
                        new Extent(2L * Vhds.BLOCK, Vhds.BLOCK),
                        new Extent(0, Vhds.BLOCK),
                        new Extent(Vhds.BLOCK, Vhds.BLOCK));
    }

    @Test
    void aParentsLocatorMayLieBetweenTheLastBlockAndTheFooter() throws Exception {
        byte[] vhd = Vhds.write(Vhds.dynamic(SIZE), disk, List.of(new Extent(0, SIZE)));
        var longer = new ByteArrayOutputStream();
        longer.write(vhd, 0, vhd.length - 512);
        longer.write(Arrays.copyOf("some/parent.vhd".getBytes(StandardCharsets.UTF_16LE), 512));
        longer.write(vhd, vhd.length - 512, 512);

        assertThat(Vhds.read(longer.toByteArray(), (byte) 0).disk()).isEqualTo(disk);
    }

    /// Tools that work on files begin each block's data at a page.
    @Test
    void blocksMayBePadded() throws Exception {
        byte[] vhd = Vhds.write(Vhds.dynamic(SIZE), disk, List.of(new Extent(0, SIZE)));
        var padded = new ByteArrayOutputStream();
        padded.write(vhd, 0, BLOCKS);
        int[] sectors = new int[3];
        for (int block = 0; block < 3; block++) {
            padded.write(new byte[7 * 512]);
            sectors[block] = padded.size() / 512;
            padded.write(vhd, BLOCKS + block * BLOCK_WITH_BITMAP, BLOCK_WITH_BITMAP);
        }
        padded.write(vhd, vhd.length - 512, 512);
        byte[] foreign = padded.toByteArray();
        for (int block = 0; block < 3; block++) {
            ByteBuffer.wrap(foreign).putInt(2048 + block * 4, sectors[block]);
        }

        assertThat(Vhds.read(foreign, (byte) 0).disk()).isEqualTo(disk);
    }

    /// As XAPI writes a differencing disk: a locator that promises more than its place of zeros holds.
    @Test
    void aLocatorFullOfZerosDoesNotMatter() throws Exception {
        var image = Vhds.differencing(SIZE, "/dev/VG_XenStorage/base");
        byte[] vhd = Vhds.write(image, disk, List.of(new Extent(Vhds.BLOCK, Vhds.BLOCK)));
        Arrays.fill(vhd, 1536, 2048, (byte) 0);

        assertThat(Vhds.read(vhd, (byte) 0).image()).isEqualTo(image);
    }
}
