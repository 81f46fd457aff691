package dev.lifeboat.simulator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.control.Range;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pool read by programs of others: libnbd over TLS and qemu-img.
class ExternalToolsTest {
    private static SmallPool small;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        small = SmallPool.start();
    }

    @AfterAll
    static void end() {
        small.close();
    }

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
}
