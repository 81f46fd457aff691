package dev.lifeboat.agent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Whether a file that is there already is written over.
final class ReplaceArguments {

    @Option(names = "--force", description = "Replace the file if there is one.")
    private boolean force;

    /// @throws CommandFailedException it is there and stays, or it is a folder or a device
    void check(Path file) {
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
