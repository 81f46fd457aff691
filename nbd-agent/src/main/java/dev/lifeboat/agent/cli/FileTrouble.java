package dev.lifeboat.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What the file system's exceptions, which mostly are a path and nothing else, mean to whoever named the file.
final class FileTrouble {
    private FileTrouble() {}

    /// @param option which names the file
    static CommandFailedException reading(Exit exit, Path file, String option, IOException e) {
        return new CommandFailedException(
                exit,
                e instanceof NoSuchFileException
                        ? "There is no file " + file + ", which " + option + " names"
                        : "Cannot read " + file + ", which " + option + " names: " + reason(e),
                e);
    }

    static CommandFailedException writing(Object target, IOException e) {
        return new CommandFailedException(
                Exit.DENIED,
                "Cannot write " + target + ": "
                        + (e instanceof NoSuchFileException ? "its folder is not there, or takes no files" : reason(e)),
                e);
    }

    static CommandFailedException writing(Object target, UncheckedIOException e) {
        var cause = e.getCause();
        return writing(target, cause == null ? new IOException(e) : cause);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException named when named.getReason() != null -> named.getReason();
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }
}
