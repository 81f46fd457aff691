package dev.lifeboat.xen;

import org.jspecify.annotations.Nullable;

/// Something about a pool failed. The message says what was being done to what, what happened, and what to
/// do.
public abstract sealed class XenException extends RuntimeException
        permits XapiException,
                PoolUnreachableException,
                CertificateNotTrustedException,
                CredentialsRejectedException,
                ChangedBlocksUnavailableException,
                TransferFailedException,
                MalformedResponseException,
                RequestTooLargeException,
                InterruptedCallException {

    /// What is to be done about it.
    public enum Kind {
        /// Passes by itself: try again later.
        RETRYABLE,
        /// The session or the pool master changed more often than we follow: connect anew.
        SESSION,
        /// A person has to change something: a role, a licence, space, a network.
        CONFIGURATION,
        /// This way does not work here; another may.
        FALLBACK,
        /// Trying again gives the same.
        PERMANENT,
        /// The object does not exist, or no longer.
        GONE
    }

    protected XenException(String message) {
        super(message);
    }

    protected XenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public abstract Kind kind();
}
