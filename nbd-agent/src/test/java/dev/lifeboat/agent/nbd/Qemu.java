package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A machine that never starts, but has a disk that it writes to when it is told: QEMU's own side of a backup, over its
/// monitor's protocol.
final class Qemu implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final SocketChannel socket;
    private final BufferedReader answers;

    Qemu(Path image, Path folder) throws IOException {
        var monitor = folder.resolve("qmp.sock");
        process = new ProcessBuilder(List.of(
                        "qemu-system-x86_64",
                        "-accel",
                        "tcg",
                        "-machine",
                        "q35",
                        "-m",
                        "64",
                        "-nodefaults",
                        "-display",
                        "none",
                        "-S",
                        "-qmp",
                        "unix:" + monitor + ",server=on,wait=off",
                        "-blockdev",
                        "driver=file,filename=" + image + ",node-name=f0",
                        "-blockdev",
                        "driver=qcow2,file=f0,node-name=d0",
                        "-device",
                        "virtio-blk-pci,drive=d0,id=vd0"))
                .inheritIO()
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(monitor));
        socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        await().atMost(Duration.ofSeconds(20))
                .ignoreException(IOException.class)
                .until(() -> socket.isConnected() || socket.connect(UnixDomainSocketAddress.of(monitor)));
        answers = new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8));
        tell("qmp_capabilities", Map.of());
    }

    /// Runs a tool of QEMU to its end.
    static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    JsonNode tell(String command, Map<String, ?> arguments) throws IOException {
        var message = json.writeValueAsString(Map.of("execute", command, "arguments", arguments));
        socket.write(ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8)));
        while (true) {
            var line = answers.readLine();
            if (line == null) {
                throw new IOException("QEMU ended at " + command);
            }
            var answer = json.readTree(line);
            if (answer.has("error")) {
                throw new IOException(command + ": " + answer.get("error"));
            }
            if (answer.has("return")) {
                return answer.get("return");
            }
        }
    }

    /// As its guest would.
    void write(int pattern, String offset, String length) throws IOException {
        tell(
                "human-monitor-command",
                Map.of(
                        "command-line",
                        "qemu-io -d /machine/peripheral/vd0/virtio-backend \"write -P %d %s %s\""
                                .formatted(pattern, offset, length)));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.destroy();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }
}
