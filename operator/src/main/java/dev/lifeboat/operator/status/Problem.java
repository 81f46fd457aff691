package dev.lifeboat.operator.status;

import dev.lifeboat.crds.Reason;
import org.jspecify.annotations.Nullable;

/// Something that stands in the way of what a resource asks for, by who can do something about it. The message says
/// what was being done to what, what happened, and what to do.
public abstract sealed class Problem extends RuntimeException {
    private final Reason reason;

    private Problem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// The sentence for the user.
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /// The user has to change something: the spec, or what it refers to.
    public static final class InvalidRequest extends Problem {
        public InvalidRequest(Reason reason, String message) {
            super(reason, message, null);
        }

        public InvalidRequest(Reason reason, String message, Throwable cause) {
            super(reason, message, cause);
        }
    }

    /// It passes with time.
    public static final class Unavailable extends Problem {
        public Unavailable(Reason reason, String message) {
            super(reason, message, null);
        }

        public Unavailable(Reason reason, String message, Throwable cause) {
            super(reason, message, cause);
        }
    }

    /// Something is broken that repeating does not mend; a person has to look.
    public static final class Damaged extends Problem {
        public Damaged(Reason reason, String message) {
            super(reason, message, null);
        }
    }
}
