package dev.lifeboat.agent.nbd;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// An NBD server of somebody else, run for one test.
record ExternalServer(Process process, int port) implements AutoCloseable {
    /// Ends the test with a loud line where this machine lacks the program.
    static void need(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there) {
            System.err.println("NOT TESTED: " + program + " is not installed here; install it to test against it");
        }
        Assumptions.assumeTrue(there, program + " is not installed");
    }

    /// Options go before the plugin, parameters of its filters behind it.
    static ExternalServer nbdkit(Path image, List<String> options, String... parameters) throws IOException {
        var command = new ArrayList<>(List.of("nbdkit", "-f", "-r", "-t", "1", "-i", "127.0.0.1", "-p", "PORT"));
        command.addAll(options);
        command.addAll(List.of("file", image.toString()));
        command.addAll(List.of(parameters));
        return start(command);
    }

    static ExternalServer qemuNbd(Path image, String... options) throws IOException {
        var command = new ArrayList<>(
                List.of("qemu-nbd", "-r", "-f", "raw", "-t", "-e", "8", "-b", "127.0.0.1", "-p", "PORT"));
        command.addAll(List.of(options));
        command.add(image.toString());
        return start(command);
    }

    private static ExternalServer start(List<String> command) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        command.replaceAll(word -> word.equals("PORT") ? "" + port : word);
        var process = new ProcessBuilder(command).inheritIO().start();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(command + " ended with " + process.exitValue());
            }
            try (var _ = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
        return new ExternalServer(process, port);
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }
}
