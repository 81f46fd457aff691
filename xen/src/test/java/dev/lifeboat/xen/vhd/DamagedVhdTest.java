package dev.lifeboat.xen.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.stream.MalformedStreamException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DamagedVhdTest {

    private static final int SIZE = 4 * Vhds.BLOCK + 512;
    private static final int TABLE = 2048;
    private static final int BLOCKS = TABLE + 512;

    private final byte[] disk = Vhds.randomDisk(new Random(5), SIZE);

    private byte[] vhd() throws IOException {
        return Vhds.write(
                Vhds.dynamic(SIZE), disk, List.of(new Extent(0, 512), new Extent(2L * Vhds.BLOCK, Vhds.BLOCK + 512)));
    }

    @Test
    void aStreamThatIsCutAnywhereIsAnError() throws Exception {
        byte[] vhd = vhd();
        var borders = IntStream.of(
                0,
                1,
                511,
                512,
                1536,
                TABLE,
                BLOCKS - 1,
                BLOCKS,
                BLOCKS + 512,
                BLOCKS + 512 + Vhds.BLOCK,
                vhd.length - 512);
        borders.flatMap(border -> IntStream.of(border - 1, border, border + 1))
                .filter(length -> length >= 0 && length < vhd.length)
                .forEach(length -> assertThatExceptionOfType(MalformedStreamException.class)
                        .as("%d of %d bytes", length, vhd.length)
                        .isThrownBy(() -> Vhds.read(Arrays.copyOf(vhd, length), (byte) 0))
                        .withMessageContaining("at byte " + length + ": it ends in the middle of"));
        for (int length = 0; length < vhd.length; length += 100_003) {
            byte[] cut = Arrays.copyOf(vhd, length);
            assertThatExceptionOfType(MalformedStreamException.class).isThrownBy(() -> Vhds.read(cut, (byte) 0));
        }
    }

    @Test
    void aFlippedBitInHeadTableOrFooterIsAnError() throws Exception {
        byte[] vhd = vhd();
        IntStream places = IntStream.range(0, 1536);
        places = IntStream.concat(places, IntStream.range(TABLE, TABLE + 5 * Integer.BYTES));
        places = IntStream.concat(places, IntStream.range(vhd.length - 512, vhd.length));
        for (int place : places.toArray()) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                vhd[place] ^= (byte) (1 << bit);
                try {
                    Vhds.read(vhd, (byte) 0);
                    fail("Bit " + bit + " of byte " + place + " was flipped, and nobody noticed");
                } catch (MalformedStreamException _) {
                    vhd[place] ^= (byte) (1 << bit);
                }
            }
        }
        assertThat(Vhds.read(vhd, (byte) 0).disk()).startsWith(Arrays.copyOf(disk, 512));
    }

    @Test
    void bytesAfterTheFooterAreAnError() throws Exception {
        byte[] vhd = vhd();
        byte[] longer = Arrays.copyOf(vhd, vhd.length + 1);

        assertThatExceptionOfType(MalformedStreamException.class)
                .isThrownBy(() -> Vhds.read(longer, (byte) 0))
                .withMessageContaining("after its footer");
    }

    @Test
    void aFooterOfAnotherDiskIsAnError() throws Exception {
        byte[] vhd = vhd();
        vhd[vhd.length - 512 + 70] ^= 1;
        Vhds.repairFooter(vhd, vhd.length - 512);

        assertThatExceptionOfType(MalformedStreamException.class)
                .isThrownBy(() -> Vhds.read(vhd, (byte) 0))
                .withMessageContaining("another disk");
    }

    @Test
    void aBlockThatTheTableDoesNotNameIsAnError() throws Exception {
        byte[] vhd = vhd();
        Arrays.fill(vhd, TABLE + 8, TABLE + 12, (byte) -1);

        assertThatExceptionOfType(MalformedStreamException.class).isThrownBy(() -> Vhds.read(vhd, (byte) 0));
    }

    /// Whatever is done to it: an error in words, or ranges within the disk.
    @Test
    void randomDamageNeverBreaksTheReader() throws Exception {
        byte[] good = vhd();
        var random = new Random(20_260_101);
        int errors = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] vhd = random.nextInt(8) == 0 ? new byte[random.nextInt(5000)] : Arrays.copyOf(good, good.length);
            for (int change = random.nextInt(6); change >= 0 && vhd.length > 0; change--) {
                int place = random.nextInt(random.nextBoolean() ? Math.min(2600, vhd.length) : vhd.length);
                vhd[place] = (byte) (random.nextBoolean() ? random.nextInt() : vhd[place] ^ 1 << random.nextInt(8));
            }
            if (random.nextBoolean() && vhd.length >= good.length) {
                Vhds.repairFooter(vhd, 0);
                Vhds.repairHeader(vhd);
            }
            try {
                for (var extent : Vhds.read(vhd, (byte) 0).extents()) {
                    assertThat(extent.end()).isLessThanOrEqualTo(SIZE);
                }
            } catch (MalformedStreamException _) {
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(500);
    }
}
