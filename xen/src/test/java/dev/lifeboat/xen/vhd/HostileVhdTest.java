package dev.lifeboat.xen.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.xen.stream.Allocations;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.stream.MalformedStreamException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Heads with right checksums that nobody means well with, followed by zeros without end.
class HostileVhdTest {

    private static final int HEADER = 512;
    private static final int TABLE = 2048;

    private byte[] vhd = new byte[0];

    @BeforeEach
    void write() throws IOException {
        byte[] disk = Vhds.randomDisk(new Random(5), 4 * Vhds.BLOCK);
        vhd = Vhds.write(Vhds.dynamic(disk.length), disk, List.of(new Extent(0, 3L * Vhds.BLOCK)));
    }

    private void refused(String why) throws Exception {
        Vhds.repairFooter(vhd, 0);
        Vhds.repairFooter(vhd, vhd.length - 512);
        Vhds.repairHeader(vhd);
        long allocated = Allocations.of(() -> assertThatExceptionOfType(MalformedStreamException.class)
                .isThrownBy(() -> readAll(new SequenceInputStream(new ByteArrayInputStream(vhd), new Zeros())))
                .withMessageContaining(why));
        assertThat(allocated).as("bytes allocated").isLessThan(20L << 20);
    }

    private static void readAll(InputStream stream) throws IOException {
        var reader = VhdReader.open(stream);
        while (reader.next().isPresent()) {
            assertThat(reader.read(ByteBuffer.allocate(100))).isPositive();
        }
    }

    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) 0);
            return length;
        }
    }

    private ByteBuffer bytes() {
        return ByteBuffer.wrap(vhd);
    }

    @Test
    void tablesThatNoDiskNeeds() throws Exception {
        for (int entries : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2040 * 2048 + 1, 3, 0}) {
            bytes().putInt(HEADER + 28, entries);
            refused(" entries for the 4 blocks");
        }
    }

    @Test
    void disksThatNoVhdHolds() throws Exception {
        for (long size : new long[] {0, -1, -512, Long.MIN_VALUE, Long.MAX_VALUE, 513, VhdImage.LARGEST_BYTES + 512}) {
            bytes().putLong(48, size);
            refused("cannot hold a disk");
        }
    }

    @Test
    void blocksOfAbsurdSizes() throws Exception {
        for (int size :
                new int[] {0, 1, 511, 512, 1 << 15, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 3 << 20}) {
            bytes().putInt(HEADER + 32, size);
            refused("are not read, only powers of two");
        }
    }

    @Test
    void structuresThatLieBehindOrFarAway() throws Exception {
        for (long offset : new long[] {0, 511, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40}) {
            bytes().putLong(16, offset);
            refused("the header is said to be at byte " + offset);
        }
        bytes().putLong(16, 512);
        for (long offset : new long[] {0, 1535, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40}) {
            bytes().putLong(HEADER + 16, offset);
            refused("the block table is said to be at byte " + offset);
        }
    }

    @Test
    void blocksThatShareTheirBytes() throws Exception {
        int first = bytes().getInt(TABLE);
        bytes().putInt(TABLE + 4, first);
        refused("in the middle of what reaches up to");
        bytes().putInt(TABLE + 4, first + 4096);
        refused("in the middle of what reaches up to");
        bytes().putInt(TABLE + 4, 0);
        refused("in the middle of what reaches up to");
    }

    @Test
    void blocksFarBeyond() throws Exception {
        bytes().putInt(TABLE + 12, 0x7FFF_FFFF);
        refused("too far");
        bytes().putInt(TABLE + 12, -2);
        refused("too far");
    }

    @Test
    void anEndWithoutAFooter() throws Exception {
        vhd[vhd.length - 512] ^= 1;
        refused("no footer comes after the last block");
    }

    @Test
    void otherKindsOfDisks() throws Exception {
        for (int type : new int[] {0, 1, 2, 5, -1}) {
            bytes().putInt(60, type);
            refused("disks of type " + type);
        }
        bytes().putInt(60, 3).putInt(12, 0x0002_0000);
        refused("version 00020000");
    }
}
