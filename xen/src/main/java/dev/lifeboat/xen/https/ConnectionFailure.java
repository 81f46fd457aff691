package dev.lifeboat.xen.https;

import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.PoolUnreachableException.Reason;
import dev.lifeboat.xen.XenException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/// Says in our words why a connection failed.
final class ConnectionFailure {

    private ConnectionFailure() {}

    static XenException of(URI endpoint, Throwable failure) {
        if (has(failure, InterruptedException.class)) {
            Thread.currentThread().interrupt();
            return new InterruptedCallException("a call to " + endpoint);
        }
        var untrusted = cause(failure, UntrustedCertificate.class);
        if (untrusted.isPresent()) {
            var certificate = untrusted.get();
            return new CertificateNotTrustedException(
                    endpoint, certificate.sha256(), String.valueOf(certificate.getMessage()), failure);
        }
        if (has(failure, UnknownHostException.class) || has(failure, UnresolvedAddressException.class)) {
            return unreachable(endpoint, Reason.UNKNOWN_HOST, false, "its name has no address", failure);
        }
        if (has(failure, HttpConnectTimeoutException.class)) {
            return unreachable(endpoint, Reason.TIMEOUT, false, "connecting took too long", failure);
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return unreachable(endpoint, Reason.REFUSED, false, "nothing accepts connections there", failure);
        }
        if (has(failure, HttpTimeoutException.class)
                || has(failure, SocketTimeoutException.class)
                || has(failure, TimeoutException.class)) {
            return unreachable(endpoint, Reason.TIMEOUT, true, "no answer came in time", failure);
        }
        boolean handshakeDone = !has(failure, SSLHandshakeException.class);
        return unreachable(
                endpoint, Reason.BROKEN, handshakeDone, "the connection broke: " + failure.getMessage(), failure);
    }

    private static PoolUnreachableException unreachable(
            URI endpoint, Reason reason, boolean mayHaveArrived, String what, Throwable cause) {
        return new PoolUnreachableException(
                endpoint, reason, mayHaveArrived, "Pool endpoint " + endpoint + " is not reachable: " + what, cause);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return cause(failure, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
