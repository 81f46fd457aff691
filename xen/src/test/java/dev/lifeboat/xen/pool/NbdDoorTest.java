package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.NbdCheck.Outcome;
import dev.lifeboat.xen.NbdExport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is told of an NBD server by how it answers. One that speaks TLS is met in the scenarios.
class NbdDoorTest {
    private static final long NBD_MAGIC = 0x4e42444d41474943L;
    private static final long OPTION_MAGIC = 0x49484156454f5054L;
    private static final long REPLY_MAGIC = 0x0003e889045565a9L;
    private static final int REFUSED_BY_POLICY = 0x80000002;

    @FunctionalInterface
    private interface Behaviour {
        void serve(DataInputStream in, DataOutputStream out) throws IOException;
    }

    @Test
    void aServerThatRefusesTlsServesWithout() throws Exception {
        assertThat(knockAt((in, out) -> {
                    greet(out);
                    in.readNBytes(20);
                    out.writeLong(REPLY_MAGIC);
                    out.writeInt(5);
                    out.writeInt(REFUSED_BY_POLICY);
                    out.writeInt(0);
                }))
                .satisfies(check -> {
                    assertThat(check.outcome()).isEqualTo(Outcome.SERVES);
                    assertThat(check.detail()).isEqualTo("without TLS");
                });
    }

    @Test
    void aServerThatEndsTheConnectionAtOnceIsBlocked() throws Exception {
        assertThat(knockAt((_, _) -> {})).satisfies(check -> {
            assertThat(check.outcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(check.detail()).contains("before it says a word");
        });
    }

    @Test
    void somethingElseIsNoNbdServer() throws Exception {
        assertThat(knockAt((_, out) -> out.writeBytes("HTTP/1.1 400 Bad Request\r\n\r\n")))
                .satisfies(check -> assertThat(check.detail()).contains("no NBD server"));
    }

    @Test
    void aClosedPortIsBlocked() throws Exception {
        assertThat(NbdDoor.knock(place(closedPort())).outcome()).isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void eachPlaceIsAskedOnceHoweverManyDisksItHas() throws Exception {
        int port = closedPort();

        var checks = new NbdDoors(_ -> List.of(place(port))).check(List.of(UUID.randomUUID(), UUID.randomUUID()));

        assertThat(checks).hasSize(1);
    }

    private static int closedPort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static NbdCheck knockAt(Behaviour behaviour) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, behaviour));
            return NbdDoor.knock(place(server.getLocalPort()));
        }
    }

    private static void answer(ServerSocket server, Behaviour behaviour) {
        try (Socket socket = server.accept()) {
            behaviour.serve(
                    new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void greet(DataOutputStream out) throws IOException {
        out.writeLong(NBD_MAGIC);
        out.writeLong(OPTION_MAGIC);
        out.writeShort(1);
    }

    private static NbdExport place(int port) {
        return new NbdExport("/secret", "127.0.0.1", port, "", "xen1");
    }
}
