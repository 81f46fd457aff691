package dev.lifeboat.xen.https;

import java.security.cert.CertificateException;

/// Carries the fingerprint of a refused certificate out of the TLS handshake.
final class UntrustedCertificate extends CertificateException {

    private final String sha256;

    UntrustedCertificate(String sha256, String why) {
        super(why);
        this.sha256 = sha256;
    }

    String sha256() {
        return sha256;
    }
}
