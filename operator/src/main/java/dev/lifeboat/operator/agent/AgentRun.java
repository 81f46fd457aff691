package dev.lifeboat.operator.agent;

import dev.lifeboat.agent.api.Progress;
import dev.lifeboat.agent.api.Report;
import java.util.Optional;

/// Where an agent's Job stands.
public sealed interface AgentRun {
    /// There is no such Job.
    record Absent() implements AgentRun {}

    /// No container runs yet.
    ///
    /// @param whyNot what Kubernetes waits for, when it is more than a moment's matter
    record Pending(Optional<String> whyNot) implements AgentRun {}

    /// @param progress what the agent says of itself, if it could be asked
    record Running(Optional<Progress> progress) implements AgentRun {}

    /// The Job is over and the agent said how.
    record Finished(Report report) implements AgentRun {}

    /// The Job is over and nobody knows how: its pod is gone, or left no report although all went well. The order may
    /// have been done. The same one given again finds out, since an agent that meets what it was to make says so.
    record Silent(String message) implements AgentRun {}

    /// A container ended and the order is not done.
    ///
    /// @param message      what is known about the end
    /// @param retriesLeft whether Kubernetes starts another pod
    record Died(String message, boolean retriesLeft) implements AgentRun {}
}
