package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lifeboat.xen.PoolTransfers;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.FakeHost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// A pool with a VDI and a VM, whose handlers answer what a test says. No test leaves a task behind.
@Timeout(60)
abstract class PoolTransferTest extends PoolTest {

    static final String HEAD = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";

    protected final List<FakeHost.Request> requests = new CopyOnWriteArrayList<>();
    protected final CompletableFuture<byte[]> received = new CompletableFuture<>();
    protected final byte[] archive = new byte[2_000_000];
    protected XenPool connection;
    protected PoolTransfers transfers;
    protected UUID vdi;
    protected UUID vm;

    @BeforeEach
    void connectAndAddObjects() {
        new Random(9).nextBytes(archive);
        connection = connect();
        transfers = connection.transfers();
        vdi = pool.uuid("VDI", pool.add("VDI", Map.of("virtual_size", "4194304")));
        vm = pool.uuid("VM", pool.add("VM", Map.of("name_label", "web")));
        pool.pollsUntilDone(0);
    }

    @AfterEach
    void everyTaskIsDestroyed() {
        Assertions.assertThat(pool.records("task")).isEmpty();
        connection.close();
    }

    /// What a handler does with the connection after its head.
    @FunctionalInterface
    interface Body {
        void send(OutputStream out, Socket socket) throws IOException;
    }

    /// Says 200, does as told, drops the connection and ends the task.
    protected FakeHost.Handler get(Body body, String status, String... error) {
        return (request, socket, out) -> {
            requests.add(request);
            out.write(HEAD.getBytes(ISO_8859_1));
            body.send(out, socket);
            out.flush();
            pool.endTask(request.query().get("task_id"), status, "", error);
            socket.close();
        };
    }

    protected FakeHost.Handler get(byte[] body, String status, String... error) {
        return get((out, _) -> out.write(body), status, error);
    }

    /// Reads to the announced length or to the end of the connection, as importers do.
    protected FakeHost.Handler put(String status, Object result, String... error) {
        return (request, socket, out) -> {
            requests.add(request);
            out.write(HEAD.getBytes(ISO_8859_1));
            out.flush();
            boolean unknown = request.headers().get("content-length").equals("1125899906842624");
            received.complete(unknown ? request.body().readAllBytes() : request.readBody());
            pool.endTask(request.query().get("task_id"), status, result, error);
        };
    }

    protected FakeHost.Handler redirect(String location) {
        return (request, _, out) -> {
            requests.add(request);
            FakeHost.answer(out, 302, "Location: " + location + query(request) + "\r\n", new byte[0]);
        };
    }

    static String query(FakeHost.Request request) {
        var query = new StringBuilder("?");
        request.query()
                .forEach((key, value) ->
                        query.append(key).append('=').append(value).append('&'));
        return query.toString();
    }
}
