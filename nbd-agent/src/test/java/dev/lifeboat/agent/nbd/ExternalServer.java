package dev.lifeboat.agent.nbd;

import static org.awaitility.Awaitility.await;

import dev.lifeboat.xen.NbdExport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// An NBD server of somebody else, run for one test.
public record ExternalServer(ProcessHandle process, int port) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Below 32768, where Linux begins to hand ports out.
    private static final int FIRST_PORT = 20_000;

    private static final int END_OF_PORTS = 32_000;

    /// Options go before the plugin, parameters of its filters behind it.
    static ExternalServer nbdkit(Path image, List<String> options, String... parameters) throws IOException {
        var command = new ArrayList<>(List.of("nbdkit", "-f", "-r", "-t", "1", "-i", "127.0.0.1", "-p", "PORT"));
        command.addAll(options);
        command.addAll(List.of("file", image.toString()));
        command.addAll(List.of(parameters));
        return start(command);
    }

    /// Serves what a formula says, of any size.
    public static ExternalServer nbdkitData(String content, long sizeBytes) throws IOException {
        return start(
                List.of("nbdkit", "-f", "-r", "-i", "127.0.0.1", "-p", "PORT", "data", content, "size=" + sizeBytes));
    }

    public static ExternalServer qemuNbd(Path image, String... options) throws IOException {
        var command = new ArrayList<>(
                List.of("qemu-nbd", "-r", "-f", "raw", "-t", "-e", "8", "-b", "127.0.0.1", "-p", "PORT"));
        command.addAll(List.of(options));
        command.add(image.toString());
        return start(command);
    }

    /// The same port again, after the first one died.
    static ExternalServer nbdkitAt(int port, Path image, String... options) throws IOException {
        var command = new ArrayList<>(List.of("nbdkit", "-f", "-r", "-t", "1", "-i", "127.0.0.1", "-p", "" + port));
        command.addAll(List.of(options));
        command.addAll(List.of("file", image.toString()));
        return start(command, port);
    }

    /// It has no way to stay in the foreground and to serve more than one client.
    static ExternalServer nbdServer(Path image, Path folder) throws IOException {
        int port = freePort();
        var config = folder.resolve("nbd-server.conf");
        Files.writeString(config, """
            [generic]
            port = %d
            listenaddr = 127.0.0.1
            [disk]
            exportname = %s
            readonly = true
            """.formatted(port, image));
        var pidFile = folder.resolve("nbd-server.pid");
        new ProcessBuilder("nbd-server", "-C", config.toString(), "-p", pidFile.toString())
                .inheritIO()
                .start();
        await().atMost(PATIENCE).until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
        var pid = Long.parseLong(Files.readString(pidFile).strip());
        return awaited(ProcessHandle.of(pid).orElseThrow(), port);
    }

    /// The word PORT of the command becomes a port that is free.
    public static ExternalServer start(List<String> command) throws IOException {
        return start(new ArrayList<>(command), freePort());
    }

    /// Not one that the system hands out, which another test's connection may be given before the server has bound it.
    static int freePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException taken) {
                if (attempt == 100) {
                    throw taken;
                }
            }
        }
    }

    private static ExternalServer start(List<String> command, int port) throws IOException {
        command.replaceAll(word -> word.equals("PORT") ? "" + port : word);
        return awaited(new ProcessBuilder(command).inheritIO().start().toHandle(), port);
    }

    private static ExternalServer awaited(ProcessHandle process, int port) {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "The server ended: " + process.info().commandLine().orElse("?"));
            }
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
        return new ExternalServer(process, port);
    }

    public NbdExport export(String name) {
        return new NbdExport(name, "127.0.0.1", port, "", "localhost");
    }

    /// As a host does that loses power.
    void kill() {
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }
}
