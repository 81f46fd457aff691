package dev.lifeboat.simulator.fault;

import java.time.Duration;
import java.util.List;

/// What happens to a call instead of, before or after its work.
public sealed interface CallFault {
    /// The call fails with this error and does nothing.
    record Failure(String code, List<String> parameters) implements CallFault {
        public Failure {
            parameters = List.copyOf(parameters);
        }
    }

    /// The call works, but only after a while; meanwhile its object shows the operation as current.
    record Delay(Duration pause) implements CallFault {}

    /// The call does not end, and neither does its task, until the faults are cleared; then it works.
    record Stuck() implements CallFault {}

    /// The connection is closed without an answer; nothing was done.
    record DropBefore() implements CallFault {}

    /// The connection is closed without an answer, although the work was done.
    record DropAfter() implements CallFault {}
}
