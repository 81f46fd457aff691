package dev.lifeboat.agent.api;

/// What the agent's exit code says; the Job's pod failure policy is written in these numbers.
public enum ExitCode {
    Done(0),
    /// The command line itself is wrong; picocli's convention.
    Usage(2),
    /// The same order may succeed later: the Job tries again.
    Retryable(10),
    /// The same order will fail again: the Job gives up.
    Permanent(11),
    /// Ended by SIGTERM, cleaned up.
    Cancelled(143);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
