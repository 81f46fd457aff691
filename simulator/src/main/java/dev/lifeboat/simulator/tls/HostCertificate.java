package dev.lifeboat.simulator.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/// A host's own self-signed certificate: its name as CN, its name and addresses as alternative names.
public final class HostCertificate {
    private final X509Bundle bundle;
    private final SSLContext tls;

    private HostCertificate(X509Bundle bundle) throws GeneralSecurityException {
        this.bundle = bundle;
        tls = SSLContext.getInstance("TLS");
        tls.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
    }

    public static HostCertificate create(String hostName, List<String> addresses) {
        try {
            var builder = new CertificateBuilder()
                    .subject("CN=" + hostName)
                    .rsa2048()
                    .setIsCertificateAuthority(true)
                    .addSanDnsName(hostName);
            for (var address : addresses) {
                builder = builder.addSanIpAddress(address);
            }
            return new HostCertificate(builder.buildSelfSigned());
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a certificate for host " + hostName, e);
        }
    }

    public String pem() {
        return bundle.getCertificatePEM();
    }

    /// SHA-256 of the certificate, upper-case hex pairs joined by colons, as XAPI and browsers show it.
    public String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(bundle.getCertificate().getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot hash a certificate", e);
        }
    }

    /// TLS as this host; shared by all its connections.
    public SSLContext tls() {
        return tls;
    }
}
