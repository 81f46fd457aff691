package dev.lifeboat.xen;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Finds the certificates in a text; what stands between them, comments for instance, is passed over.
final class PemCertificates {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

    private PemCertificates() {}

    static List<X509Certificate> parse(String pem) {
        return CERTIFICATE
                .matcher(pem)
                .results()
                .map(MatchResult::group)
                .map(PemCertificates::certificate)
                .toList();
    }

    private static X509Certificate certificate(String block) {
        try {
            var bytes = new ByteArrayInputStream(block.getBytes(StandardCharsets.US_ASCII));
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "The CA bundle holds a certificate that cannot be read: " + e.getMessage(), e);
        }
    }
}
