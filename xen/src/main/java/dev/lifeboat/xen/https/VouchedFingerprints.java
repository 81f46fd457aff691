package dev.lifeboat.xen.https;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates that are believed because their fingerprint is pinned, or because a host whose own is pinned says
/// that the pool master has them. Section 1.8 of the facts on XAPI.
final class VouchedFingerprints {

    private static final Logger LOG = LoggerFactory.getLogger(VouchedFingerprints.class);

    private final Set<String> trusted = ConcurrentHashMap.newKeySet();

    VouchedFingerprints(Set<String> pinned) {
        trusted.addAll(pinned);
    }

    boolean contains(String sha256) {
        return trusted.contains(sha256);
    }

    /// Takes the word of a host that is believed. What is no SHA-256 is passed over.
    void vouch(String fingerprint) {
        String hex = fingerprint.replace(":", "").strip().toLowerCase(Locale.ROOT);
        if (hex.matches("[0-9a-f]{64}") && trusted.add(hex)) {
            LOG.debug("A trusted member of the pool vouches for the master's certificate {}", hex);
        }
    }
}
