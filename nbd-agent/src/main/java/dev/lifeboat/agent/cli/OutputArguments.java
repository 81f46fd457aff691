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

    ProgressLine progress(Terminal terminal) {
        return new ProgressLine(terminal, quiet, Clock.systemUTC());
    }
}
