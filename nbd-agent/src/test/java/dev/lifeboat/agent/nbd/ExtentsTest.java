package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.Programs;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What real servers tell about a sparse disk, and what they are asked for then, by their own log.
@Timeout(30)
class ExtentsTest {
    private static final long MIB = 1 << 20;
    private static final List<NbdExtent> WRITTEN =
            List.of(new NbdExtent(0, MIB, 0), new NbdExtent(700 * MIB, 3 * MIB, 0), new NbdExtent(4999 * MIB, MIB, 0));
    private static final Pattern LOGGED_READ =
            Pattern.compile("connection=\\d+ Read id=\\d+ offset=0x([0-9a-f]+) count=0x([0-9a-f]+)");

    @TempDir
    private Path folder;

    @AutoClose
    private final NbdClient client = new NbdClient();

    private Path image = Path.of("");

    @BeforeEach
    void writeSparseImage() throws IOException {
        image = folder.resolve("disk.raw");
        try (var file = FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var extent : WRITTEN) {
                var content = ByteBuffer.allocate((int) extent.lengthBytes());
                while (content.hasRemaining()) {
                    content.put((byte) 7);
                }
                file.write(content.flip(), extent.offset());
            }
        }
    }

    @Test
    void nbdkitTellsWhatIsAllocatedAndIsAskedForJustThat() throws Exception {
        Programs.need("nbdkit");
        var log = folder.resolve("log");
        try (var server = ExternalServer.nbdkit(image, List.of("--filter=log"), "logfile=" + log);
                var nbd = open(server, "", List.of(NbdExtent.ALLOCATION))) {
            assertThat(content(nbd)).containsExactlyElementsOf(WRITTEN);
            content(nbd).forEach(extent -> assertThat(read(nbd, extent)).containsOnly(7));

            assertThat(loggedReads(log)).containsExactlyInAnyOrderElementsOf(WRITTEN);
        }
    }

    @Test
    void qemuNbdTellsWhatIsAllocated() throws Exception {
        Programs.need("qemu-nbd");
        try (var server = ExternalServer.qemuNbd(image, "-x", "vda");
                var nbd = open(server, "vda", List.of(NbdExtent.ALLOCATION))) {
            assertThat(content(nbd)).containsExactlyElementsOf(WRITTEN);
            assertThat(read(nbd, new NbdExtent(699 * MIB, 2 * MIB, 0)))
                    .startsWith(0, 0, 0)
                    .endsWith(7, 7, 7);
        }
    }

    @Test
    void nbdServerTellsNothing() throws Exception {
        Programs.need("nbd-server");
        try (var server = ExternalServer.nbdServer(image, folder);
                var nbd = open(server, "disk", List.of(NbdExtent.ALLOCATION))) {
            assertThat(nbd.contexts()).isEmpty();
            assertThatThrownBy(() -> nbd.extents(NbdExtent.ALLOCATION, 0, MIB))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void requestsKeepToTheBlockSizesThatTheServerNames() throws Exception {
        Programs.need("nbdkit");
        var log = folder.resolve("log");
        try (var server = ExternalServer.nbdkit(
                        image,
                        List.of("--filter=blocksize-policy", "--filter=log"),
                        "blocksize-minimum=4096",
                        "blocksize-preferred=65536",
                        "blocksize-maximum=131072",
                        "blocksize-error-policy=error",
                        "logfile=" + log);
                var nbd = open(server, "", List.of())) {
            assertThat(read(nbd, new NbdExtent(701 * MIB + 4096, MIB, 0))).containsOnly(7);

            assertThat(loggedReads(log))
                    .isNotEmpty()
                    .allSatisfy(read -> {
                        assertThat(read.offset() % 4096).isZero();
                        assertThat(read.lengthBytes()).isLessThanOrEqualTo(131_072);
                    })
                    .filteredOn(read -> read.offset() > 701 * MIB + 4096)
                    .isNotEmpty()
                    .allSatisfy(read -> assertThat(read.offset() % 65_536).isZero());
        }
    }

    private NbdDisk open(ExternalServer server, String name, List<String> contexts) throws InterruptedException {
        var settings =
                NbdSettings.of(new Transfer(NbdTls.Disabled, 3, 4 << 20, OnUnavailable.Fail, OnUnavailable.Fail));
        return NbdDisk.open(client, "disk", () -> List.of(server.export(name)), settings.withContexts(contexts));
    }

    private static List<NbdExtent> content(NbdDisk nbd) {
        var content = new ArrayList<NbdExtent>();
        nbd.extents(NbdExtent.ALLOCATION, 0, nbd.sizeBytes()).forEachRemaining(extent -> {
            if (!extent.readsAsZeros()) {
                content.add(new NbdExtent(extent.offset(), extent.lengthBytes(), 0));
            }
        });
        return content;
    }

    private static byte[] read(NbdDisk nbd, NbdExtent extent) {
        var bytes = new byte[(int) extent.lengthBytes()];
        nbd.read(List.of(new NbdDisk.Part(extent.offset(), ByteBuffer.wrap(bytes))))
                .join();
        return bytes;
    }

    private static List<NbdExtent> loggedReads(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.map(LOGGED_READ::matcher)
                    .filter(Matcher::find)
                    .map(found ->
                            new NbdExtent(Long.parseLong(found.group(1), 16), Long.parseLong(found.group(2), 16), 0))
                    .toList();
        }
    }
}
