package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.FakeHost;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskExportTest extends PoolTest {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/octet-stream\r\n\r\n";

    private final byte[] disk = new byte[3_000_000];
    private final List<FakeHost.Request> requests = new CopyOnWriteArrayList<>();
    private XenPool connection;
    private UUID vdi;

    @BeforeEach
    void connectAndAddVdi() {
        new Random(3).nextBytes(disk);
        connection = connect();
        vdi = pool.uuid("VDI", pool.add("VDI", Map.of("virtual_size", Integer.toString(disk.length))));
        pool.pollsUntilDone(0);
    }

    @AfterEach
    void everyTaskIsDestroyed() {
        assertThat(pool.records("task")).isEmpty();
        connection.close();
    }

    /// @param sent after the head
    private void handler(byte[] sent, String status, String... error) {
        pool.host().on("GET /export_raw_vdi", (request, socket, out) -> {
            requests.add(request);
            out.write(HEAD.getBytes(ISO_8859_1));
            out.write(sent);
            out.flush();
            socket.close();
            pool.endTask(request.query().get("task_id"), status, "", error);
        });
    }

    @Test
    void givesEveryByteAndNeedsTheTasksSuccess() throws Exception {
        handler(disk, "success");

        try (DiskExport export = connection.exportRaw(vdi)) {
            assertThat(export.sizeBytes()).isEqualTo(disk.length);
            assertThat(export.stream().readAllBytes()).isEqualTo(disk);
            export.finish();
        }

        var request = requests.getFirst();
        assertThat(request.query())
                .containsEntry("vdi", vdi.toString())
                .containsEntry("format", "raw")
                .containsEntry("session_id", pool.sessions().iterator().next())
                .containsKey("task_id");
        assertThat(request.headers()).doesNotContainKeys("cookie", "authorization", "transfer-encoding");
    }

    @Test
    void aReaderThatStopsAtTheLastByteIsFinishedToo() throws Exception {
        handler(disk, "success");

        try (DiskExport export = connection.exportRaw(vdi)) {
            assertThat(export.stream().readNBytes(disk.length)).isEqualTo(disk);
            export.finish();
        }
    }

    @Test
    void allBytesOfATaskThatFailedAreNotBelieved() throws Exception {
        handler(disk, "failure", "VDI_IO_ERROR", "Device I/O errors");

        try (DiskExport export = connection.exportRaw(vdi)) {
            export.stream().readAllBytes();
            assertThatThrownBy(export::finish).isInstanceOf(XapiException.class).hasMessageContaining("VDI_IO_ERROR");
        }
    }

    @Test
    void anEarlyEndIsAnErrorThatTellsThePoolsReason() {
        handler(Arrays.copyOf(disk, 1000), "failure", "SR_BACKEND_FAILURE_46", "", "not available");

        try (DiskExport export = connection.exportRaw(vdi)) {
            assertThatThrownBy(() -> export.stream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("SR_BACKEND_FAILURE_46");
            assertThatThrownBy(export::finish)
                    .isInstanceOf(TransferFailedException.class)
                    .hasMessageContaining("1000 of 3000000");
        }
    }

    @Test
    void anErrorPageInPlaceOfTheDiskIsNotTheDisk() {
        handler(
                "HTTP/1.1 500 Internal Error\r\n\r\n<html>Additional information</html>".getBytes(ISO_8859_1),
                "pending");

        try (DiskExport export = connection.exportRaw(vdi)) {
            assertThatThrownBy(() -> export.stream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("error page");
        }
    }

    @Test
    void moreBytesThanTheDiskHasAreAnError() {
        handler(Arrays.copyOf(disk, disk.length + 1), "success");

        try (DiskExport export = connection.exportRaw(vdi)) {
            assertThatThrownBy(() -> export.stream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than");
        }
    }

    @Test
    void aTransferThatIsGivenUpAbortsItsTask() throws Exception {
        handler(disk, "pending");

        try (DiskExport export = connection.exportRaw(vdi)) {
            export.stream().readNBytes(10);
            assertThatThrownBy(export::finish).hasMessageContaining("only 10 of");
        }

        assertThat(pool.callsOf("task.cancel")).hasSize(1);
    }

    @Test
    void aTaskThatNoHandlerHasHeardOfIsEndedByHand() {
        pool.host().on("GET /export_raw_vdi", (_, socket, _) -> socket.close());

        assertThatThrownBy(() -> connection.exportRaw(vdi)).isInstanceOf(PoolUnreachableException.class);

        assertThat(pool.callsOf("task.set_status"))
                .singleElement()
                .satisfies(call -> assertThat(call.getLast()).isEqualTo("cancelled"));
        assertThat(pool.callsOf("task.destroy")).hasSize(1);
    }

    @Test
    void aRedirectToTheHostWithTheStorageIsFollowedWithItsQuery() throws Exception {
        handler(disk, "success");
        try (var other = new FakeHost(pool.certificate())) {
            other.on("GET /export_raw_vdi", (request, socket, out) -> {
                out.write(HEAD.getBytes(ISO_8859_1));
                out.write(disk);
                out.flush();
                socket.close();
                pool.endTask(request.query().get("task_id"), "success", "");
            });
            pool.host().on("GET /export_raw_vdi", (request, _, out) -> {
                var query = new StringBuilder("?");
                request.query()
                        .forEach((key, value) ->
                                query.append(key).append('=').append(value).append('&'));
                FakeHost.answer(out, 302, "Location: " + other.uri() + request.path() + query + "\r\n", new byte[0]);
            });

            try (DiskExport export = connection.exportRaw(vdi)) {
                assertThat(export.stream().readAllBytes()).isEqualTo(disk);
                export.finish();
            }
        }
    }

    @Test
    void aRedirectAwayFromHttpsIsRefused() {
        pool.host()
                .on(
                        "GET /export_raw_vdi",
                        (_, _, out) -> FakeHost.answer(
                                out, 302, "Location: http://127.0.0.1/export_raw_vdi\r\n", new byte[0]));

        assertThatThrownBy(() -> connection.exportRaw(vdi)).hasMessageContaining("not HTTPS");
    }

    @Test
    void aSessionThatTheHandlerRefusesIsReplacedOnce() throws Exception {
        handler(disk, "success");
        pool.host().on("GET /export_raw_vdi", (request, socket, out) -> {
            if (!pool.sessions().contains(request.query().get("session_id"))) {
                FakeHost.answer(out, 401, "", new byte[0]);
                return;
            }
            out.write(HEAD.getBytes(ISO_8859_1));
            out.write(disk);
            out.flush();
            socket.close();
            pool.endTask(request.query().get("task_id"), "success", "");
        });
        pool.on("task.create", parameters -> {
            if (pool.callsOf("task.create").size() == 1) {
                pool.dropSessions();
            }
            return pool.add("task", Map.of("status", "pending", "polls", new AtomicInteger()));
        });

        try (DiskExport export = connection.exportRaw(vdi)) {
            assertThat(export.stream().readAllBytes()).isEqualTo(disk);
            export.finish();
        }
        assertThat(pool.callsOf("task.create")).hasSize(2);
    }

    @Test
    void aRefusalCarriesTheTasksReason() {
        pool.host().on("GET /export_raw_vdi", (request, _, out) -> {
            pool.endTask(request.query().get("task_id"), "failure", "", "VDI_INCOMPATIBLE_TYPE", "x", "cbt_metadata");
            FakeHost.answer(out, 500, "", "<html>".getBytes(ISO_8859_1));
        });

        assertThatThrownBy(() -> connection.exportRaw(vdi))
                .isInstanceOf(XapiException.class)
                .hasMessageContaining("VDI_INCOMPATIBLE_TYPE");
    }

    @Test
    void garbageInPlaceOfAnAnswerIsAnError() {
        for (String garbage :
                List.of("", "\r\n", "SSH-2.0\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "x".repeat(100_000))) {
            pool.host().on("GET /export_raw_vdi", (_, socket, out) -> {
                out.write(garbage.getBytes(ISO_8859_1));
                out.flush();
                socket.close();
            });
            assertThatThrownBy(() -> connection.exportRaw(vdi)).isInstanceOf(XenException.class);
        }
    }
}
