package dev.lifeboat.simulator.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A host's own self-signed certificate: its name as CN, its name and addresses as alternative names.
public final class HostCertificate {
    private final X509Bundle bundle;
    private final SSLContext tls;
    private final TlsPolicy policy;

    private HostCertificate(X509Bundle bundle, TlsPolicy policy) throws GeneralSecurityException {
        this.bundle = bundle;
        this.policy = policy;
        tls = SSLContext.getInstance("TLS");
        tls.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
    }

    public static HostCertificate create(String hostName, List<String> addresses, TlsPolicy policy) {
        try {
            var builder = new CertificateBuilder()
                    .subject("CN=" + hostName)
                    .rsa2048()
                    .setIsCertificateAuthority(true)
                    .addSanDnsName(hostName);
            for (var address : addresses) {
                builder = builder.addSanIpAddress(address);
            }
            return new HostCertificate(builder.buildSelfSigned(), policy);
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a certificate for host " + hostName, e);
        }
    }

    public String pem() {
        return bundle.getCertificatePEM();
    }

    /// SHA-256 of the certificate, upper-case hex pairs joined by colons, as XAPI and browsers show it.
    public String fingerprint() {
        return thumbprint("SHA-256");
    }

    /// The certificate's hash in the same form.
    public String thumbprint(String algorithm) {
        try {
            var digest = MessageDigest.getInstance(algorithm)
                    .digest(bundle.getCertificate().getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot hash a certificate", e);
        }
    }

    /// The server's side of TLS on a connection, with the versions and ciphers of the release.
    public SSLSocket secure(Socket socket) throws IOException {
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
        secured.setUseClientMode(false);
        policy.applyTo(secured);
        return secured;
    }

    /// TLS as this host; shared by all its connections.
    public SSLContext tls() {
        return tls;
    }
}
