package dev.lifeboat.xen;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Which server certificates are believed. Hosts have self-signed certificates unless somebody changed that.
public sealed interface Trust {

    /// Authorities that the Java runtime trusts; the host name must match.
    record SystemCertificates() implements Trust {}

    /// Certificates in PEM. One that is in the bundle itself is believed whatever its names say; one that
    /// is signed by an authority of the bundle must match the host name.
    record CaBundle(String pem) implements Trust {
        public CaBundle {
            if (PemCertificates.parse(pem).isEmpty()) {
                throw new IllegalArgumentException("The CA bundle holds no certificate in PEM form");
            }
        }

        /// What the PEM text holds.
        public List<X509Certificate> certificates() {
            return PemCertificates.parse(pem);
        }
    }

    /// SHA-256 of server certificates, in hexadecimal with or without colons. Host names are not looked at.
    record Fingerprints(Set<String> sha256) implements Trust {
        public Fingerprints {
            sha256 = sha256.stream().map(Fingerprints::normalised).collect(Collectors.toUnmodifiableSet());
            if (sha256.isEmpty()) {
                throw new IllegalArgumentException("At least one SHA-256 fingerprint is needed");
            }
        }

        private static String normalised(String fingerprint) {
            String hex = fingerprint.replace(":", "").strip().toLowerCase(Locale.ROOT);
            if (!hex.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "'" + fingerprint + "' is not a SHA-256 fingerprint of 64 hexadecimal digits");
            }
            return hex;
        }
    }

    /// Any certificate. Whoever sits on the network path can then read disks and the password.
    record Insecure() implements Trust {}
}
