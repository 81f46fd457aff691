package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.NbdCheck.Outcome;
import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.https.PoolTls;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// The beginning of an NBD connection, up to where it would open a disk: greeting, and TLS where the server wants it.
/// No disk is opened, so that nothing in the pool is attached for it. Section 5.3 of the facts on XAPI.
final class NbdDoor {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long NBD_MAGIC = 0x4e42444d41474943L;
    private static final long OPTION_MAGIC = 0x49484156454f5054L;
    private static final long REPLY_MAGIC = 0x0003e889045565a9L;
    private static final int FIXED_NEWSTYLE = 1;
    private static final int START_TLS = 5;
    private static final int ACKNOWLEDGED = 1;

    private final NbdExport place;

    private NbdDoor(NbdExport place) {
        this.place = place;
    }

    static NbdCheck knock(NbdExport place) {
        return new NbdDoor(place).knock();
    }

    private NbdCheck knock() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(place.address()), place.port()), (int)
                    LIMIT.toMillis());
            socket.setSoTimeout((int) LIMIT.toMillis());
            return greet(socket);
        } catch (EOFException e) {
            return check(
                    Outcome.BLOCKED,
                    "it ends the connection before it says a word: the address may be one that NBD is not open on, or"
                            + " 16 connections are open");
        } catch (IOException e) {
            return check(Outcome.BLOCKED, String.valueOf(e.getMessage()));
        }
    }

    private NbdCheck greet(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream());
        if (in.readLong() != NBD_MAGIC || in.readLong() != OPTION_MAGIC) {
            return check(Outcome.BLOCKED, "what answers there is no NBD server");
        }
        in.readUnsignedShort();
        out.writeInt(FIXED_NEWSTYLE);
        out.writeLong(OPTION_MAGIC);
        out.writeInt(START_TLS);
        out.writeInt(0);
        out.flush();
        if (in.readLong() != REPLY_MAGIC || in.readInt() != START_TLS) {
            return check(Outcome.BLOCKED, "what answers there is no NBD server");
        }
        int answer = in.readInt();
        int lengthBytes = in.readInt();
        return answer == ACKNOWLEDGED && lengthBytes == 0 ? secure(socket) : check(Outcome.SERVES, "without TLS");
    }

    /// Only the certificate that the pool gave for the host counts.
    private NbdCheck secure(Socket socket) throws IOException {
        var trust = new Trust.CaBundle(place.certificatePem());
        try (var tls = (SSLSocket)
                PoolTls.context(trust).getSocketFactory().createSocket(socket, place.subject(), place.port(), true)) {
            tls.startHandshake();
            return check(Outcome.SERVES, "within TLS");
        } catch (SSLException e) {
            return check(
                    aboutCertificate(e) ? Outcome.CERTIFICATE_REJECTED : Outcome.BLOCKED,
                    String.valueOf(e.getMessage()));
        }
    }

    private static boolean aboutCertificate(SSLException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof CertificateException);
    }

    private NbdCheck check(Outcome outcome, String detail) {
        return new NbdCheck(place.address(), place.port(), outcome, detail);
    }
}
