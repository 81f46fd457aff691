package dev.lifeboat.agent.nbd;

import dev.lifeboat.agent.api.Transfer.NbdTls;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// A disk of noise, and the ways to read it from a [ScriptedNbdServer].
final class NoiseDisk implements AutoCloseable {
    static final int DISK_BYTES = 1 << 20;
    static final int READ_BYTES = 64 << 10;

    final byte[] bytes = new byte[DISK_BYTES];
    final NbdClient client = new NbdClient();

    NoiseDisk() {
        new Random(3).nextBytes(bytes);
    }

    NbdDisk open(ScriptedNbdServer server, NbdSettings settings) throws InterruptedException {
        return NbdDisk.open(client, "disk", () -> List.of(server.export()), settings);
    }

    static byte[] readAll(NbdDisk nbd) {
        var whole = ByteBuffer.allocateDirect(DISK_BYTES);
        nbd.read(List.of(new NbdDisk.Part(0, whole))).join();
        var bytes = new byte[DISK_BYTES];
        whole.get(bytes);
        return bytes;
    }

    static CompletableFuture<Void> readLater(NbdDisk nbd) {
        var parts = new ArrayList<NbdDisk.Part>();
        for (int offset = 0; offset < DISK_BYTES; offset += READ_BYTES) {
            parts.add(new NbdDisk.Part(offset, ByteBuffer.allocateDirect(READ_BYTES)));
        }
        return nbd.read(parts);
    }

    static NbdSettings plain(int connections) {
        return settings(NbdTls.Disabled, connections);
    }

    static NbdSettings tls(NbdTls tls) {
        return settings(tls, 2);
    }

    private static NbdSettings settings(NbdTls tls, int connections) {
        return new NbdSettings(
                tls,
                connections,
                READ_BYTES,
                Duration.ofSeconds(2),
                // Slow is not dead on a busy machine.
                Duration.ofSeconds(60),
                Duration.ofMillis(10),
                3,
                List.of(NbdExtent.ALLOCATION));
    }

    @Override
    public void close() {
        client.close();
    }
}
