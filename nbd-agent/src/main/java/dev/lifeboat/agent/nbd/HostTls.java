package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;

/// TLS with one host, by the certificate that the pool names for it. BoringSSL receives at half the cost of the JDK's
/// engine; where it cannot be loaded the JDK does it.
final class HostTls {
    /// A subject may be a wildcard, which is no name to ask for.
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    private static final SslProvider PROVIDER = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

    private HostTls() {}

    /// @throws NbdUnavailableException what the pool gave is not a certificate
    static SslHandler handler(NbdExport export, ByteBufAllocator allocator) {
        try {
            var builder = SslContextBuilder.forClient()
                    .sslProvider(PROVIDER)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm(null)
                    .trustManager(new PinnedCertificate(certificate(export.certificatePem())));
            if (HOST_NAME.matcher(export.subject()).matches()) {
                builder.serverName(new SNIHostName(export.subject()));
            }
            return builder.build().newHandler(allocator);
        } catch (CertificateException | SSLException e) {
            throw new NbdUnavailableException("the certificate that the pool names for it cannot be used: " + e, e);
        }
    }

    private static X509Certificate certificate(String pem) throws CertificateException {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }
}
