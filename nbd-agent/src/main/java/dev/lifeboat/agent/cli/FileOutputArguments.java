package dev.lifeboat.agent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a command that writes a file, or standard output in its place, says what it does; and whether a file
/// that is there already is written over.
final class FileOutputArguments {
    private static final String STANDARD_OUTPUT = "-";

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(names = "--force", description = "Replace the file if there is one.")
    private boolean force;

    boolean json() {
        return output.json();
    }

    ProgressLine progress(Terminal terminal) {
        return output.progress(terminal);
    }

    static boolean isStream(String target) {
        return target.equals(STANDARD_OUTPUT);
    }

    /// @param what is written
    /// @throws CommandFailedException the target cannot take it, or has something that stays
    void check(String target, String what) {
        if (!isStream(target)) {
            check(Path.of(target));
        } else if (json()) {
            throw new CommandFailedException(
                    Exit.USAGE, "With --output - standard output is " + what + ": leave out --json");
        }
    }

    private void check(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    Files.isDirectory(file)
                            ? file + " is a folder; name the file in --output"
                            : file + " is no file; write to it with --output - and a pipe");
        }
        if (Files.exists(file) && !force) {
            throw new CommandFailedException(Exit.REFUSED, "There is a file " + file + " already; --force replaces it");
        }
    }
}
