package dev.lifeboat.xen.xva;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.stream.MalformedStreamException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What hosts and tools of others write, and ours does not.
class ForeignXvaTest {

    private final byte[] block = Xvas.randomDisk(new Random(4), Xvas.MIB);

    /// Hosts that read raw devices send an empty block when they have skipped zeros for some seconds: a number
    /// is used up, and the place does not move.
    @Test
    void emptyBlocksUseUpANumberAndNoSpace() throws Exception {
        byte[] xva = new Xvas.ByHand()
                .ova(Ovas.oneDisk(8 * Xvas.MIB))
                .block("Ref:3/00000000", block)
                .block("Ref:3/00000003", new byte[0])
                .block("Ref:3/00000004", new byte[0])
                .block("Ref:3/00000006", block)
                .block("Ref:3/00000009", block)
                .end();

        var read = Xvas.read(xva);

        assertThat(read.blocks()).extracting(XvaBlock::offset).containsExactly(0L, 4L * Xvas.MIB, 7L * Xvas.MIB);
        assertThat(Arrays.copyOfRange(read.disks().get("Ref:3"), 4 * Xvas.MIB, 5 * Xvas.MIB))
                .isEqualTo(block);
    }

    @Test
    void theChecksumOfNothingIsTheOneHostsSend() {
        assertThat(XvaChecksum.XXHASH.digest().hex()).isEqualTo("EF46DB3751D8E999");
        assertThat(XvaChecksum.SHA1.digest().hex()).isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
    }

    @Test
    void aLastBlockFilledUpWithZerosIsCutAtTheEndOfTheDisk() throws Exception {
        byte[] padded = Arrays.copyOf(Arrays.copyOf(block, 700), Xvas.MIB);
        byte[] xva = new Xvas.ByHand()
                .ova(Ovas.oneDisk(Xvas.MIB + 700))
                .block("Ref:3/00000000", block)
                .block("Ref:3/00000001", padded)
                .end();

        var read = Xvas.read(xva);

        assertThat(read.blocks()).extracting(XvaBlock::lengthBytes).containsExactly(Xvas.MIB, 700);
        assertThat(Arrays.copyOfRange(read.disks().get("Ref:3"), Xvas.MIB, Xvas.MIB + 700))
                .isEqualTo(Arrays.copyOf(block, 700));
    }

    @Test
    void foldersAndPaddingOfOtherTarsDoNotMatter() throws Exception {
        byte[] xva = new Xvas.ByHand()
                .ova(Ovas.oneDisk(Xvas.MIB))
                .header(new TarHeader("Ref:3/", 0, TarHeader.FOLDER))
                .block("Ref:3/00000000", block)
                .end();

        assertThat(Xvas.read(Arrays.copyOf(xva, xva.length + 10_240)).disks().get("Ref:3"))
                .isEqualTo(block);
    }

    @Test
    void disksComeInTheOrderOfTheirNames() throws Exception {
        var ova = Ovas.of(Map.of("Ref:3", 1L << 20, "Ref:10", 1L << 20, "Ref:20", 1L << 20));

        assertThat(Ovas.names(ova.disks())).containsExactly("Ref:10", "Ref:20", "Ref:3");
    }

    @Test
    void anArchiveOfMetadataIsTheDescriptionAlone() throws Exception {
        byte[] metadata = new Xvas.ByHand().ova(Ovas.oneDisk(Xvas.MIB)).end();
        byte[] whole = new Xvas.ByHand()
                .ova(Ovas.oneDisk(Xvas.MIB))
                .block("Ref:3/00000000", block)
                .end();

        assertThat(XvaReader.description(new ByteArrayInputStream(metadata)).disks())
                .hasSize(1);
        assertThatThrownBy(() -> XvaReader.description(new ByteArrayInputStream(whole)))
                .isInstanceOf(MalformedStreamException.class)
                .hasMessageContaining("'Ref:3/00000000' follows the description");
    }

    @Test
    void anArchiveWithoutDisksIsComplete() throws Exception {
        var read = Xvas.read(new Xvas.ByHand().ova(Ovas.of(Map.of())).end());

        assertThat(read.disks()).isEmpty();
        assertThat(read.ova().vm()).map(vm -> vm.fields().text("name_label")).contains("web");
    }
}
