package dev.lifeboat.agent.nbd;

import static org.awaitility.Awaitility.await;

import dev.lifeboat.xen.NbdExport;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// A pool host's NBD server as the facts describe it, which does to each connection what its script says. It knows
/// EXPORT_NAME only, answers in order, and drops whoever asks for anything but whole sectors.
public final class ScriptedNbdServer implements AutoCloseable {
    /// What happens on one connection.
    public sealed interface Script {
        record Serve() implements Script {}

        /// Refuses before a word, as a host with 16 clients does.
        record CloseAtOnce() implements Script {}

        /// Greets, and closes instead of opening the export.
        record RefuseExport() implements Script {}

        /// Cuts the connection when this many bytes of replies are sent, be it in the middle of one.
        record CutAfter(long bytes) implements Script {}

        /// Answers this many reads and is silent from then on.
        record SilentAfter(int reads) implements Script {}

        /// Answers this many reads and then goes on byte by byte, with a pause behind each.
        record TrickleAfter(int reads, Duration pause) implements Script {}

        /// The reply number of this index has a cookie that nobody sent.
        record WrongCookieAt(int read) implements Script {}

        /// The first read of this index is answered with an error.
        record ErrorAt(int read, int error) implements Script {}
    }

    public record Read(int connection, long offset, int length) {}

    private final byte[] disk;
    private final IntFunction<Script> scripts;
    private final ServerSocket listener;
    private final Optional<X509Bundle> certificate;
    private final List<Read> answered = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Integer> disconnected = new CopyOnWriteArrayList<>();
    private int connections;

    private ScriptedNbdServer(byte[] disk, Optional<X509Bundle> certificate, IntFunction<Script> scripts)
            throws IOException {
        this.disk = disk;
        this.scripts = scripts;
        this.certificate = certificate;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public static ScriptedNbdServer plain(byte[] disk, IntFunction<Script> scripts) throws IOException {
        return new ScriptedNbdServer(disk, Optional.empty(), scripts);
    }

    static ScriptedNbdServer tls(byte[] disk, X509Bundle certificate, IntFunction<Script> scripts) throws IOException {
        return new ScriptedNbdServer(disk, Optional.of(certificate), scripts);
    }

    public static X509Bundle newCertificate(String name) throws Exception {
        var authority = new CertificateBuilder()
                .rsa2048()
                .subject("CN=authority of " + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        return new CertificateBuilder()
                .rsa2048()
                .subject("CN=" + name)
                .addSanDnsName(name)
                .buildIssuedBy(authority);
    }

    public NbdExport export() {
        return new NbdExport(
                "/disk?session_id=secret",
                "127.0.0.1",
                listener.getLocalPort(),
                certificate.map(X509Bundle::getCertificatePEM).orElse(""),
                "host1");
    }

    public List<Read> answered() {
        return List.copyOf(answered);
    }

    public long answeredBytes() {
        return answered.stream().mapToLong(Read::length).sum();
    }

    public synchronized int connections() {
        return connections;
    }

    /// Connections that ended with a good-bye.
    public List<Integer> disconnected() {
        return List.copyOf(disconnected);
    }

    /// The client does not wait for what it has said to be heard.
    ///
    /// @param count connections at least that end with a good-bye
    public void awaitGoodByes(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> disconnected.size() >= count);
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                socket.setTcpNoDelay(true);
                int number;
                synchronized (this) {
                    number = connections++;
                }
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(number, socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(int number, Socket plain) {
        try (plain) {
            var script = scripts.apply(number);
            if (script instanceof Script.CloseAtOnce) {
                return;
            }
            var socket = new ScriptedHandshake(disk.length, certificate).with(plain, script);
            if (socket.isPresent()) {
                transmit(number, socket.get(), script);
            }
        } catch (IOException gone) {
            // The client left, or the script cut the connection.
        }
    }

    private void transmit(int connection, Socket socket, Script script) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        long left = script instanceof Script.CutAfter(var bytes) ? bytes : Long.MAX_VALUE;
        for (int index = 0; ; index++) {
            in.readInt();
            int type = in.readInt();
            long cookie = in.readLong();
            long offset = in.readLong();
            int length = in.readInt();
            if (type == 2) {
                disconnected.add(connection);
                return;
            }
            if (type != 0 || (offset | length) % 512 != 0) {
                return;
            }
            if (script instanceof Script.SilentAfter(int reads) && index >= reads) {
                continue;
            }
            boolean lies = script instanceof Script.WrongCookieAt(int read) && read == index;
            int error = script instanceof Script.ErrorAt(int read, int number) && read == index ? number : 0;
            var message = new java.io.ByteArrayOutputStream();
            var head = new DataOutputStream(message);
            head.writeInt(0x67446698);
            head.writeInt(error);
            head.writeLong(lies ? cookie + 1_000_000 : cookie);
            if (error == 0) {
                head.write(disk, (int) offset, length);
            }
            int send = (int) Math.min(left, message.size());
            if (error == 0 && send == message.size() && !(script instanceof Script.TrickleAfter)) {
                answered.add(new Read(connection, offset, length));
            }
            if (script instanceof Script.TrickleAfter(int reads, var pause) && index >= reads) {
                trickle(out, message.toByteArray(), pause);
            } else {
                out.write(message.toByteArray(), 0, send);
                out.flush();
            }
            left -= send;
            if (left == 0) {
                return;
            }
        }
    }

    private static void trickle(DataOutputStream out, byte[] message, Duration pause) throws IOException {
        for (byte one : message) {
            out.write(one);
            out.flush();
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /// Cuts all connections, as a host that goes down does.
    public void cut() throws IOException {
        for (var socket : new ArrayList<>(open)) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
