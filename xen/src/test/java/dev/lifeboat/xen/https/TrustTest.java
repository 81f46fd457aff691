package dev.lifeboat.xen.https;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.fake.FakePool;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/// Each case holds for short calls and for disk handlers alike.
class TrustTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void aPinnedFingerprintIsEnoughWhateverTheNamesSay() throws Exception {
        var certificate = new CertificateBuilder()
                .subject("CN=some-other-name")
                .ecp256()
                .setIsCertificateAuthority(true)
                .notBefore(Instant.parse("2001-01-01T00:00:00Z"))
                .notAfter(Instant.parse("2002-01-01T00:00:00Z"))
                .buildSelfSigned();

        accepted(certificate, new Trust.Fingerprints(Set.of(Fingerprint.of(certificate.getCertificate()))));
        accepted(certificate, new Trust.Fingerprints(Set.of("0".repeat(64), withColons(certificate.getCertificate()))));
    }

    @Test
    void anotherFingerprintIsRefusedAndThePresentedOneTold() throws Exception {
        var certificate = FakePool.selfSigned("CN=xen1").buildSelfSigned();

        refused(certificate, new Trust.Fingerprints(Set.of("0".repeat(64))));
    }

    @Test
    void aCertificateOfTheBundleItselfIsBelievedWhateverItsNamesSay() throws Exception {
        var certificate = new CertificateBuilder()
                .subject("CN=elsewhere")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();

        accepted(certificate, new Trust.CaBundle("a comment\n" + certificate.getCertificatePEM()));
    }

    @Test
    void aCertificateSignedByTheBundleMustMatchTheHostName() throws Exception {
        var authority = new CertificateBuilder()
                .subject("CN=authority")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        var matching = new CertificateBuilder()
                .subject("CN=xen1")
                .ecp256()
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
        var other = new CertificateBuilder()
                .subject("CN=xen2")
                .ecp256()
                .addSanDnsName("xen2.example")
                .buildIssuedBy(authority);
        var bundle = new Trust.CaBundle(
                FakePool.selfSigned("CN=unrelated").buildSelfSigned().getCertificatePEM()
                        + authority.getCertificatePEM());

        accepted(matching, bundle);
        refused(other, bundle);
    }

    @Test
    void anUnknownAuthorityIsRefused() throws Exception {
        var certificate = FakePool.selfSigned("CN=xen1").buildSelfSigned();

        refused(
                certificate,
                new Trust.CaBundle(
                        FakePool.selfSigned("CN=xen1").buildSelfSigned().getCertificatePEM()));
        refused(certificate, new Trust.SystemCertificates());
    }

    @Test
    void insecureBelievesAnything() throws Exception {
        accepted(FakePool.selfSigned("CN=whoever").buildSelfSigned(), new Trust.Insecure());
    }

    @Test
    void whatIsNoFingerprintAndNoCertificateIsRefusedWhenItIsGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trust.Fingerprints(Set.of("abc")))
                .withMessageContaining("'abc'");
        assertThatIllegalArgumentException().isThrownBy(() -> new Trust.Fingerprints(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Trust.CaBundle("nothing"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trust.CaBundle("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
    }

    private static void accepted(X509Bundle certificate, Trust trust) throws Exception {
        try (var host = host(certificate);
                var channel = new CallChannel(PoolTls.context(trust))) {
            assertThat(channel.post(host.uri(), new byte[0], LIMIT)).hasContent("hello");
            new HandlerChannel(
                            PoolTls.context(trust),
                            new TransferLimits(LIMIT, LIMIT),
                            List.of(),
                            new DialPlan(List.of()))
                    .open(host.uri(), Optional.empty(), HandlerRequest.get("/disk", Map.of()))
                    .close();
        }
    }

    private static void refused(X509Bundle certificate, Trust trust) throws Exception {
        String presented = Fingerprint.of(certificate.getCertificate());
        try (var host = host(certificate);
                var channel = new CallChannel(PoolTls.context(trust))) {
            refused(host.uri(), presented, () -> channel.post(host.uri(), new byte[0], LIMIT));
            refused(
                    host.uri(),
                    presented,
                    () -> new HandlerChannel(
                                    PoolTls.context(trust),
                                    new TransferLimits(LIMIT, LIMIT),
                                    List.of(),
                                    new DialPlan(List.of()))
                            .open(host.uri(), Optional.empty(), HandlerRequest.get("/disk", Map.of())));
        }
    }

    private static void refused(URI endpoint, String presented, ThrowableAssert.ThrowingCallable connecting) {
        assertThatExceptionOfType(CertificateNotTrustedException.class)
                .isThrownBy(connecting)
                .satisfies(e -> {
                    assertThat(e.endpoint()).isEqualTo(endpoint);
                    assertThat(e.presentedSha256()).isEqualTo(presented);
                    assertThat(e).hasMessageContaining(presented);
                });
    }

    private static FakeHost host(X509Bundle certificate) throws Exception {
        var host = new FakeHost(certificate);
        host.on("POST /", (request, _, out) -> {
            request.readBody();
            FakeHost.answer(out, 200, "", "hello".getBytes(UTF_8));
        });
        host.on("GET /disk", (_, _, out) -> FakeHost.answer(out, 200, "", new byte[0]));
        return host;
    }

    private static String withColons(X509Certificate certificate) {
        return Fingerprint.of(certificate).toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    }
}
