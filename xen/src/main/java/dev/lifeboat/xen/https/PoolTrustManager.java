package dev.lifeboat.xen.https;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes a certificate that is known by itself, whatever its names say, and asks authorities about any
/// other. It extends [X509ExtendedTrustManager] because then the host name is checked by the authorities'
/// manager alone.
final class PoolTrustManager extends X509ExtendedTrustManager {

    private final Predicate<X509Certificate> known;
    private final Optional<X509ExtendedTrustManager> authorities;

    PoolTrustManager(Predicate<X509Certificate> known, Optional<X509ExtendedTrustManager> authorities) {
        this.known = known;
        this.authorities = authorities;
    }

    @FunctionalInterface
    private interface Question {
        void ask(X509ExtendedTrustManager authority) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Question question) throws CertificateException {
        if (known.test(chain[0])) {
            return;
        }
        String fingerprint = Fingerprint.of(chain[0]);
        if (authorities.isEmpty()) {
            throw new UntrustedCertificate(fingerprint, "its fingerprint is not among the trusted ones");
        }
        try {
            question.ask(authorities.get());
        } catch (CertificateException e) {
            throw (CertificateException)
                    new UntrustedCertificate(fingerprint, String.valueOf(e.getMessage())).initCause(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, authority -> authority.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, authority -> authority.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("A certificate is judged together with its connection");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("There are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
