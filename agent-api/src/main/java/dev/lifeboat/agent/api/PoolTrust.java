package dev.lifeboat.agent.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;

/// How a pool's TLS certificate is trusted.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PoolTrust.SystemCertificates.class, name = "SystemCertificates"),
    @JsonSubTypes.Type(value = PoolTrust.CaBundle.class, name = "CaBundle"),
    @JsonSubTypes.Type(value = PoolTrust.Fingerprints.class, name = "Fingerprints"),
    @JsonSubTypes.Type(value = PoolTrust.Insecure.class, name = "Insecure")
})
public sealed interface PoolTrust {
    record SystemCertificates() implements PoolTrust {}

    /// @param pem one or more certificates
    record CaBundle(String pem) implements PoolTrust {}

    /// @param sha256 hex digests of host certificates, in any case, with or without colons
    record Fingerprints(Set<String> sha256) implements PoolTrust {
        public Fingerprints {
            sha256 = Set.copyOf(sha256);
        }
    }

    /// No check at all; only when the user asked for it by name.
    record Insecure() implements PoolTrust {}
}
