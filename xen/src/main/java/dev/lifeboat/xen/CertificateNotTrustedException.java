package dev.lifeboat.xen;

import java.net.URI;

/// A host presented a certificate that the given [Trust] does not cover. Nothing was sent to it.
public final class CertificateNotTrustedException extends XenException {

    private final URI endpoint;
    private final String presentedSha256;

    /// A certificate that was presented and refused.
    ///
    /// @param presentedSha256 what to pin, after comparing it with the host's own console
    public CertificateNotTrustedException(URI endpoint, String presentedSha256, String why, Throwable cause) {
        super(
                "The certificate of " + endpoint + " is not trusted: " + why + ". Its SHA-256 fingerprint is "
                        + presentedSha256
                        + "; compare it on the host and trust it, or trust the authority that signed it",
                cause);
        this.endpoint = endpoint;
        this.presentedSha256 = presentedSha256;
    }

    public URI endpoint() {
        return endpoint;
    }

    /// Lower-case hexadecimal without colons.
    public String presentedSha256() {
        return presentedSha256;
    }

    @Override
    public Kind kind() {
        return Kind.CONFIGURATION;
    }
}
