package dev.lifeboat.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a raw disk comes from, and how long it is.
final class InputArguments {

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            required = true,
            description = "The raw image; - is standard input.")
    private String input = "";

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = Sizes.Bytes.class,
            description = "How large the disk is; needed with standard input.")
    private @Nullable Long size;

    /// As the user wrote it.
    String name() {
        return input;
    }

    private boolean isStream() {
        return input.equals("-");
    }

    /// @return at least 1
    long sizeBytes() throws IOException {
        long bytes = found();
        if (bytes == 0) {
            throw new CommandFailedException(Exit.USAGE, "The input has no bytes, and a disk has at least one");
        }
        return bytes;
    }

    private long found() throws IOException {
        if (isStream()) {
            if (size == null) {
                throw new CommandFailedException(Exit.USAGE, "With --input - say how large the disk is: --size");
            }
            return size;
        }
        if (!Files.exists(Path.of(input))) {
            throw new CommandFailedException(Exit.NOT_FOUND, "There is no file " + input + ", which --input names");
        }
        if (!Files.isRegularFile(Path.of(input))) {
            throw new CommandFailedException(
                    Exit.NOT_FOUND, input + " is no file; read a device with --input -, a pipe and --size");
        }
        long found = Files.size(Path.of(input));
        if (size != null && size != found) {
            throw new CommandFailedException(Exit.USAGE, input + " has " + found + " bytes, and --size says " + size);
        }
        return found;
    }

    InputStream open(Terminal terminal) throws IOException {
        return isStream() ? terminal.in() : Files.newInputStream(Path.of(input));
    }

    /// After the disk was copied, and before it is committed.
    void checkLength(InputStream raw, long copied, long sizeBytes) throws IOException {
        if (copied < sizeBytes) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "The input ended after " + copied + " of " + sizeBytes + " bytes; nothing was committed");
        }
        if (isStream() && raw.read() >= 0) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "The input is longer than the " + sizeBytes + " bytes of --size; nothing was committed");
        }
    }
}
