package dev.lifeboat.xen.xva;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.lifeboat.xen.stream.Allocations;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.stream.MalformedStreamException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Archives that are made to fill memory or time.
@Timeout(60)
class HostileXvaTest {

    private static final byte[] ZERO_BLOCK = new byte[Xvas.MIB];

    private static void refused(InputStream stream, String why) throws Exception {
        var buffer = ByteBuffer.allocate(Xvas.MIB);
        long allocated = Allocations.of(() -> assertThatThrownBy(() -> {
                    try (var reader = XvaReader.open(stream)) {
                        while (reader.next(buffer.clear()).isPresent()) {
                            assertThat(buffer.hasRemaining()).isTrue();
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why));
        assertThat(allocated).as("bytes allocated and soon freed").isLessThan(600L << 20);
    }

    private static void refused(byte[] archive, String why) throws Exception {
        refused(new ByteArrayInputStream(archive), why);
    }

    @Test
    void entriesOfAbsurdSizes() throws Exception {
        long largest = 077777777777L;
        refused(new Xvas.ByHand().header(new TarHeader("ova.xml", largest, '0')).end(), "at most 8388608 are taken");
        refused(
                new Xvas.ByHand()
                        .ova(Ovas.oneDisk(1L << 40))
                        .header(new TarHeader("Ref:3/00000000", largest, '0'))
                        .end(),
                "more than a block");
        refused(
                new Xvas.ByHand()
                        .ova(Ovas.oneDisk(Xvas.MIB))
                        .entry("Ref:3/00000000", ZERO_BLOCK)
                        .header(new TarHeader("Ref:3/00000000.xxhash", largest, '0'))
                        .end(),
                "is not the checksum");
    }

    @Test
    void headersWithSizesThatAreNoNumbers() throws Exception {
        for (var size : List.of("-0000000001", "+0000000001", "9999999999", "           ", "1e5        ")) {
            byte[] header = new TarHeader("ova.xml", 10, '0').write();
            Arrays.fill(header, 124, 136, (byte) ' ');
            System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, header, 124, size.length());
            refused(repaired(header), "in place of a number");
        }
        byte[] binary = new TarHeader("ova.xml", 10, '0').write();
        binary[124] = (byte) 0x80;
        refused(repaired(binary), "in place of a number");
    }

    private static byte[] repaired(byte[] header) {
        int sum = 8 * ' ';
        for (int at = 0; at < 512; at++) {
            sum += at >= 148 && at < 156 ? 0 : header[at] & 0xFF;
        }
        byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, 148, 8);
        return header;
    }

    @Test
    void entriesOfOtherTypes() throws Exception {
        for (char type : "123467gxLKS".toCharArray()) {
            refused(new Xvas.ByHand().header(new TarHeader("ova.xml", 0, type)).end(), "of a type that no XVA has");
        }
    }

    /// A few hundred kilobytes that become many gigabytes.
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void emptyBlocksWithoutEnd(Compression compression) throws Exception {
        var compressed = new ByteArrayOutputStream();
        try (var out = compression.compress(compressed)) {
            out.write(new Xvas.ByHand()
                    .ova(Ovas.oneDisk(1L << 40))
                    .block("Ref:3/00000000", ZERO_BLOCK)
                    .unfinished());
            for (int number = 1; number < 100_010; number++) {
                out.write(new Xvas.ByHand()
                        .block("Ref:3/%08d".formatted(number), new byte[0])
                        .unfinished());
            }
        }

        refused(compressed.toByteArray(), "more than 100000 empty blocks");
    }

    @Test
    void paddingWithoutEnd() throws Exception {
        byte[] archive = new Xvas.ByHand()
                .ova(Ovas.oneDisk(Xvas.MIB))
                .block("Ref:3/00000000", ZERO_BLOCK)
                .end();

        refused(Arrays.copyOf(archive, archive.length + (3 << 20)), "goes on after its end");
    }

    /// A window of 128 MiB, which the reader would have to keep.
    @Test
    void zstdThatWantsTooMuchMemory() throws Exception {
        var compressed = new ByteArrayOutputStream();
        try (var out = new ZstdOutputStreamNoFinalizer(compressed, 1).setWindowLog(27)) {
            out.write(new Xvas.ByHand().ova(Ovas.oneDisk(Xvas.MIB)).end());
        }

        refused(compressed.toByteArray(), "memory");
    }

    @Test
    void anEmptyFirstBlock() throws Exception {
        refused(
                new Xvas.ByHand()
                        .ova(Ovas.oneDisk(4 * Xvas.MIB))
                        .block("Ref:3/00000000", new byte[0])
                        .block("Ref:3/00000003", ZERO_BLOCK)
                        .end(),
                "the archive's first block is empty");
    }

    @Test
    void aDescriptionThatIsNoDocument() throws Exception {
        refused(new Xvas.ByHand().entry("ova.xml", new byte[1000]).end(), "ova.xml is malformed");
        assertThat(MalformedStreamException.class).isAssignableTo(IOException.class);
    }
}
