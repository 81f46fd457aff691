package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.stream.MalformedStreamException;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import dev.lifeboat.xen.vhd.VhdImage;
import dev.lifeboat.xen.vhd.VhdReader;
import dev.lifeboat.xen.vhd.VhdWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VhdTransferTest extends PoolTransferTest {

    private static final int SIZE = 4 << 20;
    private static final List<Extent> EXTENTS = List.of(new Extent(2 << 20, 2 << 20));

    private final byte[] disk = new byte[SIZE];

    private byte[] vhd() throws IOException {
        new Random(8).nextBytes(disk);
        Arrays.fill(disk, 0, 2 << 20, (byte) 0);
        var out = new ByteArrayOutputStream();
        var writer = VhdWriter.open(
                out, new VhdImage(SIZE, new UUID(1, 2), Optional.empty()), AllocatedBlocks.touchedBy(SIZE, EXTENTS));
        writer.write(2 << 20, ByteBuffer.wrap(disk, 2 << 20, 2 << 20));
        writer.finish();
        return out.toByteArray();
    }

    private static byte[] read(InputStream stream) throws IOException {
        byte[] read = new byte[SIZE];
        var reader = VhdReader.open(stream);
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            var extent = next.get();
            reader.read(ByteBuffer.wrap(read, (int) extent.offset(), (int) extent.lengthBytes()));
        }
        return read;
    }

    @Test
    void aDiskIsReadAndTheTaskAsked() throws Exception {
        pool.host().on("GET /export_raw_vdi", get(vhd(), "success"));

        try (var export = transfers.exportVhd(vdi)) {
            assertThat(read(export.stream())).isEqualTo(disk);
            export.finish();
        }

        assertThat(requests.getFirst().query())
                .containsEntry("vdi", vdi.toString())
                .containsEntry("format", "vhd")
                .containsKeys("session_id", "task_id")
                .doesNotContainKey("base");
    }

    @Test
    void aDifferenceIsAskedForByItsBase() throws Exception {
        pool.host().on("GET /export_raw_vdi", get(vhd(), "success"));
        var base = UUID.randomUUID();

        try (var export = transfers.exportVhd(vdi, base)) {
            export.stream().readAllBytes();
            export.finish();
        }

        assertThat(requests.getFirst().query()).containsEntry("base", base.toString());
    }

    @Test
    void aWholeStreamOfATaskThatFailedIsNotBelieved() throws Exception {
        pool.host().on("GET /export_raw_vdi", get(vhd(), "failure", "VDI_IO_ERROR", "Device I/O errors"));

        try (var export = transfers.exportVhd(vdi)) {
            assertThat(read(export.stream())).isEqualTo(disk);
            assertThatThrownBy(export::finish).isInstanceOf(XapiException.class).hasMessageContaining("VDI_IO_ERROR");
        }
    }

    @Test
    void aStreamThatIsCutIsSeenByItsFormatAndNotFinished() throws Exception {
        byte[] vhd = vhd();
        pool.host().on("GET /export_raw_vdi", get(Arrays.copyOf(vhd, vhd.length - 1), "failure", "CLIENT_ERROR", "x"));

        try (var export = transfers.exportVhd(vdi)) {
            assertThatThrownBy(() -> read(export.stream())).isInstanceOf(MalformedStreamException.class);
            assertThatThrownBy(export::finish).isInstanceOf(XapiException.class).hasMessageContaining("CLIENT_ERROR");
        }
    }

    @Test
    void aHandlerThatSendsNothingTellsThePoolsReason() {
        pool.host().on("GET /export_raw_vdi", get(new byte[0], "failure", "VDI_TOO_LARGE", "ref", "2190433320960"));

        try (var export = transfers.exportVhd(vdi)) {
            assertThatThrownBy(() -> read(export.stream()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("VDI_TOO_LARGE");
        }
    }

    @Test
    void anErrorPageInTheBodyTellsThePoolsReason() {
        byte[] page = "HTTP/1.1 500 Internal Error\r\ncontent-type: text/html\r\n\r\n<html>".getBytes(ISO_8859_1);
        pool.host().on("GET /export_raw_vdi", get(page, "failure", "SR_BACKEND_FAILURE_46", "", "not available"));

        try (var export = transfers.exportVhd(vdi)) {
            assertThatThrownBy(() -> read(export.stream()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("SR_BACKEND_FAILURE_46");
        }
    }

    @Test
    void aBodyInChunksIsPutTogether() throws Exception {
        byte[] vhd = vhd();
        pool.host().on("GET /export_raw_vdi", (request, socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
            for (int at = 0; at < vhd.length; at += 100_000) {
                int length = Math.min(100_000, vhd.length - at);
                out.write((Integer.toHexString(length) + ";x=y\r\n").getBytes(ISO_8859_1));
                out.write(vhd, at, length);
                out.write("\r\n".getBytes(ISO_8859_1));
            }
            out.write("0\r\nTrailer: x\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
            pool.endTask(request.query().get("task_id"), "success", "");
            socket.getInputStream().read();
        });

        try (var export = transfers.exportVhd(vdi)) {
            assertThat(read(export.stream())).isEqualTo(disk);
            export.finish();
        }
    }

    @Test
    void chunksThatAreNoneAreAnError() {
        for (var body : List.of(
                "", "xyz\r\n", "-1\r\n", "5\r\nabc", "3\r\nabcdef", "1".repeat(20) + "\r\n", "a".repeat(9000))) {
            pool.host().on("GET /export_raw_vdi", (request, socket, out) -> {
                out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
                out.write(body.getBytes(ISO_8859_1));
                out.flush();
                pool.endTask(request.query().get("task_id"), "failure", "", "INTERNAL_ERROR", "cut");
                socket.close();
            });
            try (var export = transfers.exportVhd(vdi)) {
                assertThatThrownBy(() -> {
                            export.stream().readAllBytes();
                            export.finish();
                        })
                        .as(body)
                        .hasMessageContaining("INTERNAL_ERROR");
            }
        }
    }

    @Test
    void anotherEncodingIsRefused() {
        pool.host().on("GET /export_raw_vdi", (_, _, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
        });

        assertThatThrownBy(() -> transfers.exportVhd(vdi)).hasMessageContaining("'gzip, chunked'");
    }

    /// The stream goes on for ever; only its head is read.
    @Test
    void theHeadAloneTellsWhatIsAllocatedAndTheRestIsGivenUp() throws Exception {
        byte[] vhd = vhd();
        var cancelled = new CompletableFuture<Boolean>();
        pool.host().on("GET /export_raw_vdi", (_, socket, out) -> {
            out.write(HEAD.getBytes(ISO_8859_1));
            out.write(vhd, 0, 2560);
            out.flush();
            cancelled.complete(socket.getInputStream().read() < 0);
        });

        assertThat(transfers.allocatedBlocks(vdi).runs()).containsExactlyElementsOf(EXTENTS);

        assertThat(pool.callsOf("task.cancel")).hasSize(1);
    }

    @Test
    void notReadToItsEndIsNotFinished() throws Exception {
        pool.host().on("GET /export_raw_vdi", get(vhd(), "success"));

        try (var export = transfers.exportVhd(vdi)) {
            export.stream().readNBytes(3000);
            assertThatThrownBy(export::finish)
                    .isInstanceOf(TransferFailedException.class)
                    .hasMessageContaining("not read to its end");
        }
    }

    @Test
    void aVhdIsSentWithItsExactLength() throws Exception {
        byte[] vhd = vhd();
        pool.host().on("PUT /import_raw_vdi", (request, socket, out) -> {
            requests.add(request);
            out.write(HEAD.getBytes(ISO_8859_1));
            out.flush();
            received.complete(request.readBody());
            pool.endTask(request.query().get("task_id"), "success", "OpaqueRef:vdi");
            socket.getInputStream().read();
        });

        try (var target = transfers.importVhd(vdi, vhd.length)) {
            target.stream().write(vhd, 0, 1000);
            assertThatIllegalStateException().isThrownBy(target::finish).withMessageContaining("1000 of the announced");
            target.stream().write(vhd, 1000, vhd.length - 1000);
            assertThatIllegalStateException().isThrownBy(() -> target.stream().write(1));
            target.finish();
        }

        assertThat(received.get(1, TimeUnit.MINUTES)).isEqualTo(vhd);
        assertThat(requests.getFirst().query())
                .containsAllEntriesOf(Map.of("vdi", vdi.toString(), "format", "vhd"))
                .doesNotContainKey("chunked");
    }
}
