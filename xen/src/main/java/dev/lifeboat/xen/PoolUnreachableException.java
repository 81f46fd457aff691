package dev.lifeboat.xen;

import java.net.URI;
import org.jspecify.annotations.Nullable;

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
    private final boolean mayHaveArrived;

    /// An endpoint that did not answer.
    ///
    /// @param mayHaveArrived whether the pool may be doing what it was asked, though we do not hear of it
    public PoolUnreachableException(
            URI endpoint, Reason reason, boolean mayHaveArrived, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.endpoint = endpoint;
        this.reason = reason;
        this.mayHaveArrived = mayHaveArrived;
    }

    public URI endpoint() {
        return endpoint;
    }

    public Reason reason() {
        return reason;
    }

    /// Whether the pool may be doing what it was asked, though we do not hear of it.
    public boolean mayHaveArrived() {
        return mayHaveArrived;
    }

    @Override
    public Kind kind() {
        return Kind.RETRYABLE;
    }
}
