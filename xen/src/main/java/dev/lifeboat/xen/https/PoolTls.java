package dev.lifeboat.xen.https;

import dev.lifeboat.xen.Trust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Makes TLS contexts that believe what a [Trust] says.
public final class PoolTls {

    private final SSLContext context;
    private final Optional<VouchedFingerprints> vouched;

    private PoolTls(SSLContext context, Optional<VouchedFingerprints> vouched) {
        this.context = context;
        this.vouched = vouched;
    }

    /// For all connections to one pool: what one of them learns of the pool master's certificate, the others believe.
    public static PoolTls of(Trust trust) {
        if (trust instanceof Trust.Fingerprints(var pinned)) {
            var fingerprints = new VouchedFingerprints(pinned);
            var manager = new PoolTrustManager(
                    certificate -> fingerprints.contains(Fingerprint.of(certificate)), Optional.empty());
            return new PoolTls(context(manager), Optional.of(fingerprints));
        }
        return new PoolTls(context(trust), Optional.empty());
    }

    public SSLContext context() {
        return context;
    }

    /// Where the word of a believed host about the master's certificate is taken; nobody's is needed where
    /// authorities decide.
    Optional<VouchedFingerprints> vouched() {
        return vouched;
    }

    public static SSLContext context(Trust trust) {
        try {
            return context(manager(trust));
        } catch (GeneralSecurityException | IOException e) {
            throw impossible(e);
        }
    }

    private static SSLContext context(PoolTrustManager manager) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    private static IllegalStateException impossible(Exception e) {
        return new IllegalStateException("This Java runtime cannot set up TLS: " + e.getMessage(), e);
    }

    private static PoolTrustManager manager(Trust trust) throws GeneralSecurityException, IOException {
        return switch (trust) {
            case Trust.SystemCertificates() -> new PoolTrustManager(_ -> false, Optional.of(authorities(null)));
            case Trust.CaBundle bundle -> {
                var certificates = bundle.certificates();
                yield new PoolTrustManager(certificates::contains, Optional.of(authorities(keyStore(certificates))));
            }
            case Trust.Fingerprints(var trusted) ->
                new PoolTrustManager(certificate -> trusted.contains(Fingerprint.of(certificate)), Optional.empty());
            case Trust.Insecure() -> new PoolTrustManager(_ -> true, Optional.empty());
        };
    }

    /// With no key store, the authorities of the Java runtime.
    private static X509ExtendedTrustManager authorities(@Nullable KeyStore certificates)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(certificates);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager for X.509"));
    }

    private static KeyStore keyStore(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int index = 0; index < certificates.size(); index++) {
            store.setCertificateEntry("ca-" + index, certificates.get(index));
        }
        return store;
    }
}
