package dev.lifeboat.operator.status;

import dev.lifeboat.crds.Reason;

/// What is said about an exception, and what follows from it.
public record Verdict(Kind kind, Reason reason, String message) {

    public enum Kind {
        /// Waits for the user.
        Invalid,
        /// Tried again, backing off.
        Unavailable,
        /// Waits for a person.
        Damaged,
        /// A mistake of ours; tried again all the same.
        Internal
    }

    /// Of a condition that the problem makes untrue: `Unknown` while it may pass by itself.
    public String conditionStatus() {
        return switch (kind) {
            case Invalid, Damaged -> "False";
            case Unavailable, Internal -> "Unknown";
        };
    }

    public boolean worthRetrying() {
        return switch (kind) {
            case Invalid, Damaged -> false;
            case Unavailable, Internal -> true;
        };
    }
}
