package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A reader of XVA that is nobody's here: [xva-img](https://github.com/eriklax/xva-img).
final class XvaImg {
    private XvaImg() {}

    /// Takes the archive apart with it; says so where it is not installed.
    ///
    /// @param folder for what comes out
    static void reads(Path object, List<byte[]> expected, Path folder) throws Exception {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "xva-img")));
        if (!there) {
            System.out.println("NOT TESTED: xva-img is not installed here; build/install-test-tools installs it");
            return;
        }
        var vm = Files.createDirectory(folder.resolve("vm"));
        run("tar", "-xf", object.toString(), "-C", vm.toString());
        try (var references = Files.list(vm)) {
            for (var reference : references.filter(Files::isDirectory).toList()) {
                var raw = folder.resolve("disk.raw");
                run("xva-img", "-p", "disk-export", reference.toString(), raw.toString());
                assertThat(expected).as("one of its disks").anyMatch(disk -> startsWith(raw, disk));
                Files.delete(raw);
            }
        }
    }

    private static boolean startsWith(Path raw, byte[] disk) {
        try (var in = Files.newInputStream(raw)) {
            return Arrays.equals(in.readNBytes(disk.length), disk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
