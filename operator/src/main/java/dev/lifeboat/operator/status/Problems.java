package dev.lifeboat.operator.status;

import dev.lifeboat.crds.Reason;
import io.javaoperatorsdk.operator.OperatorException;

/// Judges what reached the framework. A call translates its own exceptions into a [Problem] first, and a kind may put
/// the verdict's reason into words of its own.
public final class Problems {
    private Problems() {}

    /// @param internalError the kind's reason for what is nobody's fault but ours
    public static Verdict judge(Throwable exception, Reason internalError) {
        var cause = unwrapped(exception);
        return switch (cause) {
            case Problem.InvalidRequest invalid ->
                new Verdict(Verdict.Kind.Invalid, invalid.reason(), invalid.sentence());
            case Problem.Unavailable unavailable ->
                new Verdict(Verdict.Kind.Unavailable, unavailable.reason(), unavailable.sentence());
            case Problem.Damaged damaged -> new Verdict(Verdict.Kind.Damaged, damaged.reason(), damaged.sentence());
            default ->
                new Verdict(
                        Verdict.Kind.Internal,
                        internalError,
                        "Unexpected: " + cause + ". It is tried again; the operator's log has the details");
        };
    }

    /// The SDK hands on what a reconciler threw inside an exception of its own.
    public static Throwable unwrapped(Throwable exception) {
        return exception instanceof OperatorException && exception.getCause() != null
                ? unwrapped(exception.getCause())
                : exception;
    }
}
