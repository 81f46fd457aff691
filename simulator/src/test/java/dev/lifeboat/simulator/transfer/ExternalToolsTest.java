package dev.lifeboat.simulator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.control.Pattern;
import dev.lifeboat.simulator.control.Range;
import dev.lifeboat.simulator.profile.Profile;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pool read by programs of others: libnbd over TLS and qemu-img.
class ExternalToolsTest {
    @AutoClose
    private static final SmallPool small = SmallPool.start();

    @TempDir
    private Path directory;

    private static void require(String tool) {
        boolean present = Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, tool)));
        if (!present) {
            System.err.println("NOT TESTED: " + tool + " is not installed, so nothing of it was checked here");
        }
        Assumptions.assumeTrue(present, tool + " is not installed");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }

    private String uri() throws IOException {
        var snapshot = small.snapshot(small.vm("vm"));
        var offer = small.client()
                .call("VDI.get_nbd_info", small.disk(snapshot, "0"))
                .path(0);
        Files.writeString(directory.resolve("ca-cert.pem"), offer.path("cert").asText());
        return "nbds://%s:%s/%s?tls-certificates=%s"
                .formatted(
                        offer.path("address").asText(),
                        offer.path("port").asText(),
                        URLEncoder.encode(offer.path("exportname").asText(), StandardCharsets.UTF_8),
                        directory);
    }

    private static byte[] disk() {
        return small.pool().control().read("vm", "0", new Range(0, SmallPool.DISK_BYTES));
    }

    @Test
    void nbdinfoUnderstandsTheExport() throws Exception {
        require("nbdinfo");
        assertThat(run("nbdinfo", uri()))
                .contains("newstyle-fixed with TLS")
                .contains("export-size: " + SmallPool.DISK_BYTES)
                .contains("is_read_only: true");
    }

    @Test
    void nbdcopyCopiesEveryByte() throws Exception {
        require("nbdcopy");
        var copy = directory.resolve("copy.raw");
        run("nbdcopy", uri(), copy.toString());
        assertThat(Files.readAllBytes(copy)).isEqualTo(disk());
    }

    @Test
    void qemuReadsTheVhd() throws Exception {
        require("qemu-img");
        var query = Map.of(
                "session_id", small.client().session(),
                "vdi", small.disk(small.snapshot(small.vm("vm")), "0"),
                "format", "vhd");
        var vhd = directory.resolve("disk.vhd");
        Files.write(vhd, small.client().get("/export_raw_vdi", query).body());
        var raw = directory.resolve("disk.raw");
        run("qemu-img", "convert", "-f", "vpc", "-O", "raw", vhd.toString(), raw.toString());
        // qemu goes by the geometry, which cannot express every size, so its last bytes may be missing.
        var read = Files.readAllBytes(raw);
        assertThat(read).hasSizeGreaterThan(7 << 20);
        assertThat(read).isEqualTo(Arrays.copyOf(disk(), read.length));
    }

    @Test
    void libvhdiReadsAVhdAndADeltaOverIt() throws Exception {
        require("vhdiinfo");
        var vm = small.vm("vm");
        var first = small.disk(small.snapshot(vm), "0");
        small.pool().control().write("vm", "0", new Range(5 << 20, 4096), Pattern.RANDOM, 9);
        var second = small.disk(small.snapshot(vm), "0");
        var whole = directory.resolve("whole.vhd");
        Files.write(whole, vhd(Map.of("vdi", first)));
        var delta = directory.resolve("delta.vhd");
        Files.write(delta, vhd(Map.of("vdi", second, "base", first)));

        assertThat(run("vhdiinfo", whole.toString())).contains("Dynamic").contains("(" + SmallPool.DISK_BYTES);
        assertThat(run("vhdiinfo", delta.toString())).contains("Differential");
    }

    private static byte[] vhd(Map<String, String> more) {
        var query = new HashMap<>(more);
        query.put("session_id", small.client().session());
        query.put("format", "vhd");
        return small.client().get("/export_raw_vdi", query).body();
    }

    /// xva-img knows the older kind of checksum only.
    @Test
    void xvaImgReadsAnArchiveOfAnOlderRelease() throws Exception {
        require("xva-img");
        require("tar");
        try (var older = SmallPool.start(PoolOptions.quick().profile(Profile.XCP_NG_8_0))) {
            var still = older.vm("still");
            var query = Map.of("session_id", older.client().session(), "ref", still);
            var xva = directory.resolve("still.xva");
            Files.write(xva, older.client().get("/export", query).body());

            run("tar", "-xf", xva.toString(), "-C", directory.toString());
            var disk = disksIn(directory).getFirst();
            var raw = directory.resolve("still.raw");
            run("xva-img", "disk-export", disk + "/", raw.toString());

            var read = Files.readAllBytes(raw);
            var expected = older.pool().control().read("still", "0", new Range(0, SmallPool.DISK_BYTES));
            assertThat(Arrays.copyOf(read, expected.length)).isEqualTo(expected);
        }
    }

    private static List<Path> disksIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("Ref:"))
                    .toList();
        }
    }
}
