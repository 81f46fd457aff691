package dev.lifeboat.xen;

import java.util.List;

/// The pool answered a call with an error of its catalogue. What is to be done about it is its type: try again
/// later, give up, or do without an object that is no longer there.
public abstract sealed class XapiException extends XenException
        permits XapiException.Retryable, XapiException.SessionLost, XapiException.Gone, XapiException.Permanent {

    private final String method;
    private final String code;
    private final List<String> parameters;

    private XapiException(String method, String code, List<String> parameters) {
        super(method + ": " + code + (secret(code) || parameters.isEmpty() ? "" : " " + parameters));
        this.method = method;
        this.code = code;
        this.parameters = List.copyOf(parameters);
    }

    /// An error that the pool answered.
    ///
    /// @param method the call that failed, for instance `VM.snapshot`
    public static XapiException of(String method, String code, List<String> parameters) {
        return switch (ErrorCatalogue.kindOf(code, parameters)) {
            case RETRYABLE -> new Retryable(method, code, parameters);
            case SESSION -> new SessionLost(method, code, parameters);
            case GONE -> new Gone(method, code, parameters);
            case CONFIGURATION -> new Misconfigured(method, code, parameters);
            case FALLBACK -> new Unsupported(method, code, parameters);
            case PERMANENT -> new Refused(method, code, parameters);
        };
    }

    /// Passes by itself: try again later.
    public static final class Retryable extends XapiException {
        private Retryable(String method, String code, List<String> parameters) {
            super(method, code, parameters);
        }

        @Override
        public Kind kind() {
            return Kind.RETRYABLE;
        }
    }

    /// The session or the pool master changed more often than we follow: connect anew.
    public static final class SessionLost extends XapiException {
        private SessionLost(String method, String code, List<String> parameters) {
            super(method, code, parameters);
        }

        @Override
        public Kind kind() {
            return Kind.SESSION;
        }
    }

    /// The object does not exist, or no longer.
    public static final class Gone extends XapiException {
        private Gone(String method, String code, List<String> parameters) {
            super(method, code, parameters);
        }

        @Override
        public Kind kind() {
            return Kind.GONE;
        }
    }

    /// Trying again gives the same.
    public abstract static sealed class Permanent extends XapiException permits Misconfigured, Unsupported, Refused {
        private Permanent(String method, String code, List<String> parameters) {
            super(method, code, parameters);
        }
    }

    /// Trying again gives the same until a person changes something: a role, a licence, space, a network.
    public static final class Misconfigured extends Permanent {
        private Misconfigured(String method, String code, List<String> parameters) {
            super(method, code, parameters);
        }

        @Override
        public Kind kind() {
            return Kind.CONFIGURATION;
        }
    }

    /// This way does not work here; another may.
    public static final class Unsupported extends Permanent {
        private Unsupported(String method, String code, List<String> parameters) {
            super(method, code, parameters);
        }

        @Override
        public Kind kind() {
            return Kind.FALLBACK;
        }
    }

    /// What was asked makes no sense to the pool, which nobody but us can change.
    public static final class Refused extends Permanent {
        private Refused(String method, String code, List<String> parameters) {
            super(method, code, parameters);
        }

        @Override
        public Kind kind() {
            return Kind.PERMANENT;
        }
    }

    /// The ref of a session opens everything as long as it lives.
    private static boolean secret(String code) {
        return code.equals("SESSION_INVALID");
    }

    public String method() {
        return method;
    }

    /// In the pool's spelling, but for `LICENSE_RESTRICTION`, which becomes `LICENCE_RESTRICTION`.
    public String code() {
        return code;
    }

    public List<String> parameters() {
        return parameters;
    }
}
