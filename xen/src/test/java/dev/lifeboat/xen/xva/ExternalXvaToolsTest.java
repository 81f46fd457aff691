package dev.lifeboat.xen.xva;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.stream.Tools;
import dev.lifeboat.xen.xva.Xvas.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What tools of others say of the same archives: tar, xva-img, xxhsum, gzip and zstd.
@Timeout(60)
class ExternalXvaToolsTest {

    private static final int SIZE = 6 * Xvas.MIB;

    private final Random random = new Random(12);

    @TempDir
    private Path folder;

    private Map<String, Source> sources() {
        var extents = List.of(new Extent(100, 2 * Xvas.MIB), new Extent(4 * Xvas.MIB + 1, 77));
        return Map.of(
                "Ref:3",
                new Source(Xvas.randomDisk(random, SIZE), extents),
                "Ref:10",
                Source.whole(Xvas.randomDisk(random, Xvas.MIB)));
    }

    @Test
    void xvaImgReadsTheDisksWeWrite() throws Exception {
        Tools.need("xva-img");
        Tools.need("tar");
        var sources = sources();
        Files.write(
                folder.resolve("vm.xva"), Xvas.write(Xvas.ova(sources), sources, XvaChecksum.SHA1, Compression.NONE));

        assertThat(Tools.run(folder, "tar", "-tf", "vm.xva").lines())
                .startsWith("ova.xml", "Ref:10/00000000", "Ref:10/00000000.checksum", "Ref:3/00000000");
        Tools.run(folder, "tar", "-xf", "vm.xva");
        for (var source : sources.entrySet()) {
            Tools.run(folder, "xva-img", "disk-export", source.getKey() + "/", "disk.raw");
            assertThat(Files.readAllBytes(folder.resolve("disk.raw")))
                    .as(source.getKey())
                    .isEqualTo(source.getValue().expected());
        }
    }

    @Test
    void weReadWhatXvaImgWrites() throws Exception {
        Tools.need("xva-img");
        byte[] disk = Xvas.randomDisk(random, SIZE);
        Arrays.fill(disk, Xvas.MIB, 5 * Xvas.MIB, (byte) 0);
        Files.write(folder.resolve("disk.raw"), disk);
        Files.createDirectories(folder.resolve("vm/Ref:3"));
        Files.write(folder.resolve("vm/ova.xml"), Ovas.oneDisk(SIZE).bytes());

        Tools.run(folder.resolve("vm"), "xva-img", "disk-import", "Ref:3", "../disk.raw");
        // GNU's tar, since xva-img forgets the folders of what it packs.
        Tools.run(folder.resolve("vm"), "tar", "--format=ustar", "--sort=name", "-cf", "../vm.xva", "ova.xml", "Ref:3");

        assertThat(Xvas.read(Files.readAllBytes(folder.resolve("vm.xva")))
                        .disks()
                        .get("Ref:3"))
                .isEqualTo(disk);
    }

    @ParameterizedTest
    @CsvSource({"gzip, GZIP", "zstd, ZSTD"})
    void compressionsOfOthersAreReadAndOursAreReadByThem(String program, Compression compression) throws Exception {
        Tools.need(program);
        var sources = sources();
        byte[] plain = Xvas.write(sources);
        Files.write(folder.resolve("vm.xva"), plain);
        Tools.run(folder, program, "-k", "vm.xva");
        String suffix = compression == Compression.GZIP ? ".gz" : ".zst";

        var read = Xvas.read(Files.readAllBytes(folder.resolve("vm.xva" + suffix)));
        Files.write(
                folder.resolve("ours" + suffix),
                Xvas.write(Xvas.ova(sources), sources, XvaChecksum.XXHASH, compression));
        Tools.run(folder, program, "-d", "-k", "ours" + suffix);

        assertThat(read.compression()).isEqualTo(compression);
        sources.forEach((ref, source) -> assertThat(read.disks().get(ref)).isEqualTo(source.expected()));
        assertThat(Files.readAllBytes(folder.resolve("ours"))).isEqualTo(plain);
    }

    @Test
    void xxhsumAgreesOnEveryLength() throws Exception {
        Tools.need("xxhsum");
        byte[] bytes = Xvas.randomDisk(random, 300);
        var command = new ArrayList<>(List.of("xxhsum", "-q", "-H64"));
        var hashes = new ArrayList<String>();
        for (int length = 0; length < bytes.length; length++) {
            String name = "first-%03d".formatted(length);
            Files.write(folder.resolve(name), Arrays.copyOf(bytes, length));
            command.add(name);
            var digest = new Xxh64();
            digest.update(bytes, 0, length / 3);
            digest.update(bytes, length / 3, length - length / 3);
            hashes.add(digest.hex().toLowerCase(Locale.ROOT));
        }

        String sums = Tools.run(folder, command.toArray(String[]::new));

        assertThat(sums.lines().map(line -> line.substring(0, 16))).isEqualTo(hashes);
    }
}
