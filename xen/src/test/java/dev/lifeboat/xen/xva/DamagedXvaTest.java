package dev.lifeboat.xen.xva;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.stream.MalformedStreamException;
import dev.lifeboat.xen.xva.Xvas.Source;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedXvaTest {

    private static final int SIZE = 3 * Xvas.MIB + 700;

    private final Source source = new Source(
            Xvas.randomDisk(new Random(6), SIZE), List.of(new Extent(0, 100), new Extent(2 * Xvas.MIB, 900_000)));
    private byte[] xva = new byte[0];

    @BeforeEach
    void write() throws IOException {
        xva = write(Compression.NONE);
    }

    private byte[] write(Compression compression) throws IOException {
        var sources = Map.of("Ref:3", source);
        return Xvas.write(Xvas.ova(sources), sources, XvaChecksum.XXHASH, compression);
    }

    @Test
    void anArchiveThatIsCutAtAnyTarBlockIsAnError() {
        for (int length = 0; length < xva.length; length += 512) {
            for (int around = Math.max(0, length - 1); around <= length + 1; around++) {
                byte[] cut = Arrays.copyOf(xva, Math.min(around, xva.length - 1));
                assertThatExceptionOfType(MalformedStreamException.class)
                        .as("%d of %d bytes", cut.length, xva.length)
                        .isThrownBy(() -> Xvas.read(cut));
            }
            length += length > 10_000 && length < xva.length - 10_000 ? 64 * 512 : 0;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void aCompressedArchiveThatIsCutIsAnError(Compression compression) throws Exception {
        byte[] whole = write(compression);
        for (int length = 0; length < whole.length; length += length < whole.length - 600 ? 50_001 : 1) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Xvas.read(cut))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class);
        }
        assertThat(Xvas.read(whole).disks().get("Ref:3")).isEqualTo(source.expected());
    }

    /// Each bit of every header, checksum and end; one bit of each 5,000 bytes of content.
    @Test
    void aFlippedBitIsAnErrorOrChangesNothing() throws Exception {
        int flips = 0;
        for (int place = 0; place < xva.length; place += place % 5000 < 1100 && place < 12_000 ? 1 : 211) {
            int bit = place % Byte.SIZE;
            xva[place] ^= (byte) (1 << bit);
            flips += accepted() ? 0 : 1;
            xva[place] ^= (byte) (1 << bit);
        }
        assertThat(flips).isGreaterThan(10_000);
    }

    private boolean accepted() throws IOException {
        try {
            assertThat(Xvas.read(xva).disks().get("Ref:3")).isEqualTo(source.expected());
            return true;
        } catch (MalformedStreamException _) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void aFlippedBitOfACompressedArchiveIsAnErrorOrChangesNothing(Compression compression) throws Exception {
        xva = write(compression);
        int errors = 0;
        for (int place = 0; place < xva.length; place += 20_011) {
            xva[place] ^= 16;
            try {
                assertThat(Xvas.read(xva).disks().get("Ref:3")).isEqualTo(source.expected());
            } catch (IOException _) {
                errors++;
            }
            xva[place] ^= 16;
        }
        assertThat(errors).isGreaterThan(10);
    }

    @Test
    void aBlockThatIsMissingIsAnErrorWhereHostsNeverLeaveItOut() throws Exception {
        byte[] block = new byte[Xvas.MIB];
        var last = new Xvas.ByHand().ova(Ovas.oneDisk(2 * Xvas.MIB)).block("Ref:3/00000000", block);
        var first = new Xvas.ByHand().ova(Ovas.oneDisk(2 * Xvas.MIB)).block("Ref:3/00000001", block);
        var whole = new Xvas.ByHand().ova(Ovas.oneDisk(2 * Xvas.MIB));

        refused(last.end(), "Ref:3 ends after 1048576 of its 2097152 bytes");
        refused(first.end(), "the first block of Ref:3 is missing");
        refused(whole.end(), "without any block of [Ref:3]");
    }

    @Test
    void wrongOrderAndWrongNamesAreErrors() throws Exception {
        byte[] block = new byte[Xvas.MIB];
        var two = Ovas.of(Map.of("Ref:3", 2L << 20, "Ref:4", 1L << 20));
        refused(
                hand(two)
                        .block("Ref:3/00000000", block)
                        .block("Ref:3/00000000", block)
                        .end(),
                "comes after block 0");
        refused(
                hand(two)
                        .block("Ref:3/00000000", block)
                        .block("Ref:3/00000001", block)
                        .block("Ref:4/00000000", block)
                        .block("Ref:3/00000001", block)
                        .end(),
                "come in two places");
        refused(hand(two).block("Ref:5/00000000", block).end(), "without such a disk");
        refused(hand(two).block("Ref:3/0", block).end(), "is no block");
        refused(hand(two).block("checksum.xml", new byte[3]).end(), "is no block");
        refused(hand(two).entry("Ref:3/00000000", block).end(), "without the checksum");
        refused(
                hand(two)
                        .entry("Ref:3/00000000", block)
                        .entry("Ref:3/00000001.xxhash", new byte[16])
                        .end(),
                "is not the checksum of");
        refused(new Xvas.ByHand().entry("Ref:3/00000000", block).end(), "begins with 'Ref:3/00000000'");
        refused(new byte[1024], "it is empty");
        refused(Arrays.copyOf(hand(two).unfinished(), 100_000), "without any block");
    }

    @Test
    void contentBeyondTheEndOfADiskIsAnError() throws Exception {
        byte[] block = Xvas.randomDisk(new Random(1), Xvas.MIB);

        refused(hand(Ovas.oneDisk(700)).block("Ref:3/00000000", block).end(), "beyond the end of its disk");
        refused(
                hand(Ovas.oneDisk(Xvas.MIB))
                        .block("Ref:3/00000000", block)
                        .block("Ref:3/00000001", block)
                        .end(),
                "is beyond its 1048576 bytes");
        refused(
                hand(Ovas.oneDisk(Xvas.MIB + 1))
                        .block("Ref:3/00000000", block)
                        .block("Ref:3/99999999", block)
                        .end(),
                "beyond its 1048577 bytes");
    }

    private static Xvas.ByHand hand(OvaXml ova) throws IOException {
        return new Xvas.ByHand().ova(ova);
    }

    private static void refused(byte[] archive, String why) {
        try {
            Xvas.read(archive);
            fail("Read what should be refused: " + why);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(MalformedStreamException.class).hasMessageContaining(why);
        }
    }

    /// Whatever is done to it: an error, or the disk as it was.
    @Test
    void randomDamageNeverGivesAnotherDisk() throws Exception {
        var random = new Random(20_260_102);
        byte[] good = xva;
        int errors = 0;
        for (int round = 0; round < 1500; round++) {
            xva = random.nextInt(8) == 0 ? Xvas.randomDisk(random, random.nextInt(5000)) : good.clone();
            for (int change = random.nextInt(4); change >= 0 && xva.length > 0; change--) {
                int near = random.nextBoolean() ? Math.min(8192, xva.length) : xva.length;
                xva[random.nextInt(near)] = (byte) random.nextInt();
            }
            errors += accepted() ? 0 : 1;
        }
        assertThat(errors).isGreaterThan(700);
    }
}
