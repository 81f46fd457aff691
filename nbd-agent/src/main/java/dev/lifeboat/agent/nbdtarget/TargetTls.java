package dev.lifeboat.agent.nbdtarget;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Goes on in TLS on a connection that began without.
final class TargetTls {
    private TargetTls() {}

    /// @throws IOException the server's certificate is not trusted, or of another host
    static SSLSocket over(Socket plain, NbdUrl url) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust(url.authority()).getTrustManagers(), null);
            var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, url.host(), url.port(), true);
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory trust(Optional<Path> authority) throws GeneralSecurityException, IOException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authority.isPresent() ? store(authority.get()) : null);
        return trust;
    }

    private static KeyStore store(Path authority) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(authority)) {
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
        }
        return store;
    }
}
