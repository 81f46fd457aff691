package dev.lifeboat.xen.vhd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.stream.Tools;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What readers and writers of others say of the same bytes: qemu for dynamic disks, libvhdi for differencing
/// ones too, which qemu reads as if they stood alone.
@Timeout(60)
class ExternalVhdToolsTest {

    /// No geometry has this size, so that who goes by the geometry gets it wrong.
    private static final int SIZE = 9 * Vhds.MIB + 3 * 512;

    private final Random random = new Random(11);

    @TempDir
    private Path folder;

    private byte[] write(String name, VhdImage image, byte[] disk, List<Extent> extents) throws Exception {
        byte[] vhd = Vhds.write(image, disk, extents);
        Files.write(folder.resolve(name), vhd);
        return Vhds.read(vhd, (byte) 0).disk();
    }

    @Test
    void qemuReadsWhatWeWrite() throws Exception {
        Tools.need("qemu-img");
        var extents = List.of(new Extent(512, 1024), new Extent(5L * Vhds.MIB, 4L * Vhds.MIB + 512));
        byte[] expected = write("disk.vhd", Vhds.dynamic(SIZE), Vhds.randomDisk(random, SIZE), extents);

        Tools.run(folder, "qemu-img", "convert", "-f", "vpc", "-O", "raw", "disk.vhd", "disk.raw");

        assertThat(Tools.run(folder, "qemu-img", "info", "disk.vhd")).contains("(" + SIZE + " bytes)");
        assertThat(Files.readAllBytes(folder.resolve("disk.raw"))).isEqualTo(expected);
    }

    @Test
    void weReadWhatQemuWrites() throws Exception {
        Tools.need("qemu-img");
        byte[] disk = Vhds.randomDisk(random, SIZE);
        Arrays.fill(disk, 3 * Vhds.MIB, 7 * Vhds.MIB, (byte) 0);
        Files.write(folder.resolve("disk.raw"), disk);

        Tools.run(
                folder,
                "qemu-img",
                "convert",
                "-f",
                "raw",
                "-O",
                "vpc",
                "-o",
                "subformat=dynamic,force_size=on",
                "disk.raw",
                "disk.vhd");

        assertThat(Vhds.read(Files.readAllBytes(folder.resolve("disk.vhd")), (byte) 0)
                        .disk())
                .isEqualTo(disk);
    }

    @Test
    void vhdiinfoNamesTheParent() throws Exception {
        Tools.need("vhdiinfo");
        write("child.vhd", Vhds.differencing(SIZE, "parent.vhd"), new byte[SIZE], List.of(new Extent(0, 512)));

        assertThat(Tools.run(folder, "vhdiinfo", "child.vhd"))
                .containsPattern("Disk type\\s*:\\s*Differential")
                .containsPattern("Media size\\s*:.*\\(" + SIZE + " bytes\\)")
                .containsPattern("Identifier\\s*:\\s*00000000-0000-1234-0000-000000005678")
                .containsPattern("Parent identifier\\s*:\\s*00000000-0000-0007-0000-000000000008")
                .containsPattern("Parent filename\\s*:\\s*parent.vhd");
    }

    @Test
    void libvhdiReadsAChildOverItsParentAsWeMeantIt() throws Exception {
        Tools.need("vhdimount");
        Tools.need(Files.isReadable(Path.of("/dev/fuse")), "/dev/fuse is not open to us, which vhdimount needs");
        byte[] below = Vhds.randomDisk(random, SIZE);
        byte[] above = Vhds.randomDisk(random, SIZE);
        // Steps of eight sectors: libvhdi takes the sectors behind a present one as present up to the bitmap's next
        // byte.
        var child = List.of(
                new Extent(4096, 4096),
                new Extent(Vhds.BLOCK - 8192, 12_288),
                new Extent(6L * Vhds.MIB, 2L * Vhds.MIB));
        var parent = new VhdImage(SIZE, new UUID(7, 8), Optional.empty());
        byte[] expected =
                write("parent.vhd", parent, below, List.of(new Extent(0, 5L * Vhds.MIB), new Extent(SIZE - 512, 512)));
        write("child.vhd", Vhds.differencing(SIZE, "parent.vhd"), above, child);
        child.forEach(each ->
                System.arraycopy(above, (int) each.offset(), expected, (int) each.offset(), (int) each.lengthBytes()));

        assertThat(Arrays.mismatch(mounted("child.vhd", "vhdi2"), expected)).isEqualTo(-1);
    }

    private byte[] mounted(String vhd, String disk) throws Exception {
        var mount = Files.createDirectory(folder.resolve("mount"));
        Tools.run(folder, "vhdimount", vhd, mount.toString());
        try (InputStream in = Files.newInputStream(mount.resolve(disk))) {
            return in.readNBytes(SIZE + 1);
        } finally {
            Tools.run(folder, "umount", "--lazy", mount.toString());
        }
    }
}
