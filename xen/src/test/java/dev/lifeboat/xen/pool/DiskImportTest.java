package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.FakeHost;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskImportTest extends PoolTest {

    private static final byte[] HEAD = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".getBytes(ISO_8859_1);

    private final CompletableFuture<byte[]> received = new CompletableFuture<>();
    private final CompletableFuture<FakeHost.Request> request = new CompletableFuture<>();
    private XenPool connection;
    private UUID vdi;

    @BeforeEach
    void connectAndAddVdi() {
        connection = connect();
        vdi = pool.uuid("VDI", pool.add("VDI", Map.of("virtual_size", "1000000")));
        pool.pollsUntilDone(0);
    }

    @AfterEach
    void everyTaskIsDestroyed() {
        assertThat(pool.records("task")).isEmpty();
        connection.close();
    }

    /// Says 200 before it reads, as XAPI does.
    private FakeHost.Handler handler(String status, String... error) {
        return (seen, socket, out) -> {
            request.complete(seen);
            out.write(HEAD);
            out.flush();
            received.complete(seen.readBody());
            pool.endTask(seen.query().get("task_id"), status, "OpaqueRef:vdi", error);
            socket.getInputStream().read();
        };
    }

    @Test
    void sendsRangesInLittleEndianWithATerminatorAndNoMoreThanAnnounced() throws Exception {
        pool.host().on("PUT /import_raw_vdi", handler("success"));

        try (DiskImport disk = connection.importChunked(vdi, (12 + 3) + (12 + 2) + 12)) {
            disk.write(5_000_000_000L, ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4}, 1, 3));
            disk.write(
                    0, ByteBuffer.allocateDirect(2).put((byte) 8).put((byte) 9).flip());
            disk.write(7, ByteBuffer.allocate(0));
            disk.finish();
        }

        assertThat(received.get(1, TimeUnit.MINUTES))
                .isEqualTo(ByteBuffer.allocate(41)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(5_000_000_000L)
                        .putInt(3)
                        .put(new byte[] {1, 2, 3})
                        .putLong(0)
                        .putInt(2)
                        .put(new byte[] {8, 9})
                        .putLong(0)
                        .putInt(0)
                        .array());
        assertThat(request.get().query())
                .containsKeys("chunked", "session_id", "task_id")
                .containsEntry("vdi", vdi.toString())
                .containsEntry("format", "raw");
        assertThat(request.get().headers())
                .containsEntry("content-length", "41")
                .doesNotContainKey("transfer-encoding");
    }

    @Test
    void sendsAWholeDiskInOrder() throws Exception {
        pool.host().on("PUT /import_raw_vdi", handler("success"));

        try (DiskImport disk = connection.importRaw(vdi, 5)) {
            disk.write(0, ByteBuffer.wrap(new byte[] {1, 2}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> disk.write(3, ByteBuffer.wrap(new byte[] {4})))
                    .withMessageContaining("offset 2");
            disk.write(2, ByteBuffer.wrap(new byte[] {3, 4, 5}));
            disk.finish();
        }

        assertThat(received.get(1, TimeUnit.MINUTES)).containsExactly(1, 2, 3, 4, 5);
        assertThat(request.get().query()).doesNotContainKey("chunked");
    }

    @Test
    void theAnnouncedLengthIsKept() {
        pool.host().on("PUT /import_raw_vdi", handler("success"));

        try (DiskImport disk = connection.importChunked(vdi, 12 + 4 + 12)) {
            assertThatIllegalStateException().isThrownBy(disk::finish).withMessageContaining("12 of the announced 28");
            assertThatIllegalStateException().isThrownBy(() -> disk.write(0, ByteBuffer.allocate(5)));
        }
        assertThat(pool.callsOf("task.cancel")).hasSize(1);
    }

    @Test
    void successIsWhatTheTaskSays() {
        pool.host().on("PUT /import_raw_vdi", handler("failure", "SR_BACKEND_FAILURE_44", "", "no space"));

        try (DiskImport disk = connection.importRaw(vdi, 1)) {
            disk.write(0, ByteBuffer.allocate(1));
            assertThatThrownBy(disk::finish).isInstanceOfSatisfying(XapiException.class, e -> {
                assertThat(e.code()).isEqualTo("SR_BACKEND_FAILURE_44");
                assertThat(e.kind()).isEqualTo(XenException.Kind.CONFIGURATION);
            });
        }
    }

    @Test
    void aConnectionCutHalfWayTellsThePoolsReason() {
        pool.host().on("PUT /import_raw_vdi", (seen, socket, out) -> {
            out.write(HEAD);
            out.flush();
            pool.endTask(seen.query().get("task_id"), "failure", "", "VDI_IO_ERROR", "Device I/O error");
            socket.close();
        });

        try (DiskImport disk = connection.importRaw(vdi, 1L << 30)) {
            var data = new byte[1 << 20];
            assertThatThrownBy(() -> {
                        for (long offset = 0; offset < 1L << 30; offset += data.length) {
                            disk.write(offset, ByteBuffer.wrap(data));
                        }
                    })
                    .isInstanceOf(XapiException.class)
                    .hasMessageContaining("VDI_IO_ERROR");
        }
    }

    @Test
    void noByteOfTheDiskIsSentBeforeARedirectIsFollowed() throws Exception {
        try (var other = new FakeHost(pool.certificate())) {
            other.on("PUT /import_raw_vdi", handler("success"));
            var sentToTheFirst = new CompletableFuture<Integer>();
            pool.host().on("PUT /import_raw_vdi", (seen, socket, out) -> {
                FakeHost.answer(
                        out,
                        302,
                        "Location: https://127.0.0.1:" + other.port() + "/import_raw_vdi?vdi=" + vdi + "&session_id="
                                + seen.query().get("session_id") + "&task_id="
                                + seen.query().get("task_id") + "\r\n",
                        new byte[0]);
                sentToTheFirst.complete(socket.getInputStream().read());
            });

            try (DiskImport disk = connection.importRaw(vdi, 3)) {
                disk.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
                disk.finish();
            }

            assertThat(sentToTheFirst.get(1, TimeUnit.MINUTES)).isEqualTo(-1);
            assertThat(received.get(1, TimeUnit.MINUTES)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aRefusedImportIsToldAtOnce() {
        for (int status : List.of(400, 403, 404, 500)) {
            pool.host().on("PUT /import_raw_vdi", (_, _, out) -> FakeHost.answer(out, status, "", new byte[0]));
            assertThatThrownBy(() -> connection.importRaw(vdi, 3))
                    .isInstanceOf(XenException.class)
                    .hasMessageContaining("HTTP " + status);
        }
    }
}
