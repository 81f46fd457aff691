package dev.lifeboat.xen.https;

/// A handler answered with a status that is neither success nor a redirect we follow.
public final class HandlerRefusedException extends Exception {

    private static final int UNAUTHORISED = 401;

    private final int status;

    HandlerRefusedException(String request, int status) {
        super(request + " was answered with HTTP " + status);
        this.status = status;
    }

    /// Whether the session was not accepted.
    public boolean sessionRefused() {
        return status == UNAUTHORISED;
    }
}
