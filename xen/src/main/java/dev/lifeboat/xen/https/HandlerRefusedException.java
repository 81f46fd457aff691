package dev.lifeboat.xen.https;

/// A handler answered with a status that is neither success nor a redirect we follow.
public final class HandlerRefusedException extends Exception {

    private static final int UNAUTHORISED = 401;

    private final int status;

    /// A refusal.
    ///
    /// @param why as the answer says it, or empty
    HandlerRefusedException(String request, int status, String why) {
        super(request + " was answered with HTTP " + status + (why.isEmpty() ? "" : ": " + why));
        this.status = status;
    }

    /// Whether the session was not accepted.
    public boolean sessionRefused() {
        return status == UNAUTHORISED;
    }
}
