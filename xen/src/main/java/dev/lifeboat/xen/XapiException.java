package dev.lifeboat.xen;

import java.util.List;

/// The pool answered a call with an error of its catalogue. What is to be done about it is its type: try again
/// later, give up, or do without an object that is no longer there.
public abstract sealed class XapiException extends XenException
        permits XapiException.Retryable, XapiException.SessionLost, XapiException.Gone, XapiException.Permanent {

    /// What the pool answered to which call.
    private record Answer(String method, String code, List<String> parameters) {

        private Answer {
            parameters = List.copyOf(parameters);
        }

        String text() {
            return method + ": " + code + (secret() || parameters.isEmpty() ? "" : " " + parameters);
        }

        /// The ref of a session opens everything as long as it lives.
        private boolean secret() {
            return code.equals("SESSION_INVALID");
        }
    }

    private final Answer answer;
    private final Kind kind;

    private XapiException(Answer answer, Kind kind) {
        super(answer.text());
        this.answer = answer;
        this.kind = kind;
    }

    /// An error that the pool answered.
    ///
    /// @param method the call that failed, for instance `VM.snapshot`
    public static XapiException of(String method, String code, List<String> parameters) {
        var answer = new Answer(method, code, parameters);
        return switch (ErrorCatalogue.kindOf(code, parameters)) {
            case RETRYABLE -> new Retryable(answer);
            case SESSION -> new SessionLost(answer);
            case GONE -> new Gone(answer);
            case CONFIGURATION -> new Misconfigured(answer);
            case FALLBACK -> new Unsupported(answer);
            case PERMANENT -> new Refused(answer);
        };
    }

    /// Passes by itself: try again later.
    public static final class Retryable extends XapiException {
        private Retryable(Answer answer) {
            super(answer, Kind.RETRYABLE);
        }
    }

    /// The session or the pool master changed more often than we follow: connect anew.
    public static final class SessionLost extends XapiException {
        private SessionLost(Answer answer) {
            super(answer, Kind.SESSION);
        }
    }

    /// The object does not exist, or no longer.
    public static final class Gone extends XapiException {
        private Gone(Answer answer) {
            super(answer, Kind.GONE);
        }
    }

    /// Trying again gives the same.
    public abstract static sealed class Permanent extends XapiException permits Misconfigured, Unsupported, Refused {
        private Permanent(Answer answer, Kind kind) {
            super(answer, kind);
        }
    }

    /// Trying again gives the same until a person changes something: a role, a licence, space, a network.
    public static final class Misconfigured extends Permanent {
        private Misconfigured(Answer answer) {
            super(answer, Kind.CONFIGURATION);
        }
    }

    /// This way does not work here; another may.
    public static final class Unsupported extends Permanent {
        private Unsupported(Answer answer) {
            super(answer, Kind.FALLBACK);
        }
    }

    /// What was asked makes no sense to the pool, which nobody but us can change.
    public static final class Refused extends Permanent {
        private Refused(Answer answer) {
            super(answer, Kind.PERMANENT);
        }
    }

    @Override
    public Kind kind() {
        return kind;
    }

    public String method() {
        return answer.method();
    }

    /// In the pool's spelling, but for `LICENSE_RESTRICTION`, which becomes `LICENCE_RESTRICTION`.
    public String code() {
        return answer.code();
    }

    public List<String> parameters() {
        return answer.parameters();
    }
}
