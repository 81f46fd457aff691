package dev.lifeboat.xen;

import java.net.URI;

/// The pool does not accept this user with this password, or the user has no role in it.
public final class CredentialsRejectedException extends XenException {

    public CredentialsRejectedException(URI endpoint, String username, XapiException cause) {
        super(
                "Logging in at " + endpoint + " as '" + username + "' was rejected (" + cause.code()
                        + "). Check user name and password, and that the user has a role in this pool",
                cause);
    }

    @Override
    public Kind kind() {
        return Kind.CONFIGURATION;
    }
}
