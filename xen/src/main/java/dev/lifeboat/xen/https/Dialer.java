package dev.lifeboat.xen.https;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens TLS connections to hosts, at one address after the other until one takes it.
///
/// The name that the certificate has to carry is the one that the host was named by, whichever address took the
/// connection. An address that cannot show the host's certificate is passed over before anything was said there.
final class Dialer {

    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);
    private static final int HTTPS_PORT = 443;
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration HANDSHAKE = Duration.ofMinutes(1);

    private final SSLContext tls;
    private final DialPlan plan;

    Dialer(SSLContext tls, DialPlan plan) {
        this.tls = tls;
        this.plan = plan;
    }

    /// @param silence that a read may last at first
    TlsSocket connect(URI host, Optional<UUID> uuid, Duration silence) throws IOException {
        var addresses = plan.to(host, uuid);
        for (var address : addresses.subList(0, addresses.size() - 1)) {
            try {
                return connect(host, address, silence);
            } catch (IOException e) {
                LOG.warn(
                        "{} is not to be had at {}, which was chosen for its disk data, and is tried otherwise: {}",
                        host,
                        address,
                        e.toString());
            }
        }
        return connect(host, addresses.getLast(), silence);
    }

    private TlsSocket connect(URI host, String address, Duration silence) throws IOException {
        String name = host.getHost().replaceAll("[\\[\\]]", "");
        int port = host.getPort() == -1 ? HTTPS_PORT : host.getPort();
        var plain = new Socket();
        try {
            var place = new InetSocketAddress(address, port);
            if (place.isUnresolved()) {
                throw new UnknownHostException(address);
            }
            plain.connect(place, (int) CONNECT.toMillis());
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.setSoTimeout((int) silence.toMillis());
            var secured = new TlsSocket(secured(plain, name, port), plain);
            return StallGuard.within(HANDSHAKE, secured, () -> {
                secured.tls().startHandshake();
                return secured;
            });
        } catch (SocketTimeoutException e) {
            StallGuard.closeQuietly(plain);
            throw plain.isConnected()
                    ? e
                    : (IOException) new HttpConnectTimeoutException("connecting to " + host).initCause(e);
        } catch (IOException | RuntimeException e) {
            StallGuard.closeQuietly(plain);
            throw e;
        }
    }

    private SSLSocket secured(Socket plain, String name, int port) throws IOException {
        var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, name, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }
}
