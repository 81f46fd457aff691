package dev.lifeboat.repository.objectstore.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Certificates in PEM as what TLS shall trust.
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
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("The CA bundle " + bundle + " cannot be read: " + e.getMessage(), e);
        }
    }
}
