package dev.lifeboat.xen;

import java.net.URI;

/// Nothing answers at an endpoint, or the answer did not arrive in time.
public final class PoolUnreachableException extends XenException {

    /// How the attempt ended.
    public enum Reason {
        /// The host name has no address.
        UNKNOWN_HOST,
        /// There is a host, but nothing listens.
        REFUSED,
        /// No answer in time.
        TIMEOUT,
        /// A connection was there, and broke or spoke no TLS.
        BROKEN
    }

    private final URI endpoint;
    private final Reason reason;

    public PoolUnreachableException(URI endpoint, Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.endpoint = endpoint;
        this.reason = reason;
    }

    public URI endpoint() {
        return endpoint;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Kind kind() {
        return Kind.RETRYABLE;
    }
}
