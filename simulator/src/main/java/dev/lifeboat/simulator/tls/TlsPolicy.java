package dev.lifeboat.simulator.tls;

import java.security.Security;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/// Which TLS versions and ciphers a release accepts (facts, section 1.8).
public record TlsPolicy(List<String> protocols, List<String> ciphers) {
    private static final List<String> GCM =
            List.of("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    private static final List<String> CBC = List.of(
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");

    /// TLS 1.2 with the two AEAD ciphers, as 8.2 and later.
    public static final TlsPolicy STRICT = new TlsPolicy(List.of("TLSv1.2"), GCM);

    /// TLS 1.2 with either kind, as 7.x and 8.0.
    public static final TlsPolicy MIXED = new TlsPolicy(List.of("TLSv1.2"), joined(GCM, CBC));

    /// TLS 1.2 with CBC ciphers only: as old as a client can get without lowering its own guard.
    public static final TlsPolicy WITH_CBC_CIPHERS = new TlsPolicy(List.of("TLSv1.2"), CBC);

    /// TLS 1.0 only, as a 6.5 without its updates. The Java runtime has to be told to allow it, see
    /// [#allowLegacyInThisProcess].
    public static final TlsPolicy LEGACY = new TlsPolicy(
            List.of("TLSv1"), List.of("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"));

    public TlsPolicy {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /// Lifts the runtime's ban on TLS 1.0 for the whole process, so only the simulator's own main program does it, and
    /// before its first use of TLS.
    public static void allowLegacyInThisProcess() {
        var disabled = Security.getProperty("jdk.tls.disabledAlgorithms");
        if (disabled != null) {
            Security.setProperty("jdk.tls.disabledAlgorithms", disabled.replace("TLSv1,", ""));
        }
    }

    public void applyTo(SSLSocket socket) {
        socket.setEnabledProtocols(protocols.toArray(String[]::new));
        socket.setEnabledCipherSuites(ciphers.toArray(String[]::new));
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
