package dev.lifeboat.agent.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Where a command reads and writes. Results go to `out`, everything said on the way to `err`.
///
/// @param interactive whether a person watches `err`, so that a line may be written over
public record Terminal(
        InputStream in,
        OutputStream out,
        PrintWriter err,
        boolean interactive,
        Map<String, String> environment,
        Interruption interruption) {

    /// The process's own.
    public static Terminal ofProcess() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
                System.getenv(),
                new Interruption());
    }

    /// The secrets that an environment may hold stay where they are.
    @Override
    public String toString() {
        return "Terminal[interactive=" + interactive + "]";
    }
}
