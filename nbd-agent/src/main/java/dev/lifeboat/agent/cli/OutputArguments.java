package dev.lifeboat.agent.cli;

import java.time.Clock;
import picocli.CommandLine.Option;

/// How a command says what it does.
final class OutputArguments {

    @Option(
            names = "--json",
            description = "The result as one JSON document; its fields are described in docs/cli.md and stay.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    boolean json() {
        return json;
    }

    /// @param what is written there
    /// @throws CommandFailedException a document is wanted there as well
    void leaveStandardOutputTo(String what) {
        if (json) {
            throw new CommandFailedException(
                    Exit.USAGE, "With --output - standard output is " + what + ": leave out --json");
        }
    }

    ProgressLine progress(Terminal terminal) {
        return new ProgressLine(terminal, quiet, Clock.systemUTC());
    }
}
