package dev.lifeboat.repository.objectstore.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Certificates in PEM as what TLS shall trust beside those the JVM knows.
final class CaBundle {

    private CaBundle() {}

    static TrustManager[] trustManagers(Path bundle) {
        try (var pem = Files.newInputStream(bundle)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            if (trusted.size() == 0) {
                throw new IllegalArgumentException("The CA bundle " + bundle + " holds no certificate");
            }
            addKnown(trusted);
            return factory(trusted).getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("The CA bundle " + bundle + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void addKnown(KeyStore trusted) throws GeneralSecurityException {
        for (var manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                for (var certificate : known.getAcceptedIssuers()) {
                    trusted.setCertificateEntry("known-" + trusted.size(), certificate);
                }
            }
        }
    }

    /// @param trusted null for what the JVM knows
    private static TrustManagerFactory factory(@Nullable KeyStore trusted) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }
}
