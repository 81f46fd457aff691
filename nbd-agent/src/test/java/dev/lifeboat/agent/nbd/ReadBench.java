package dev.lifeboat.agent.nbd;

import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.xen.NbdExport;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;

/// Reads a whole export to nowhere and prints its rate and CPU cost; see `e2e/bench/read.sh`.
///
/// Arguments: address, port, connections, and for TLS the server's certificate as a PEM file.
final class ReadBench {
    private static final int READ_BYTES = 2 << 20;
    private static final int BUFFERS = 32;

    private ReadBench() {}

    static void main(String[] arguments) throws Exception {
        var certificate = arguments.length > 3 ? Files.readString(Path.of(arguments[3])) : "";
        var transfer = new Transfer(
                certificate.isEmpty() ? Transfer.NbdTls.Disabled : Transfer.NbdTls.Required,
                Integer.parseInt(arguments[2]),
                READ_BYTES,
                Optional.empty(),
                Transfer.OnUnavailable.Fail,
                Transfer.OnUnavailable.Fail);
        var export = new NbdExport("", arguments[0], Integer.parseInt(arguments[1]), certificate, "localhost");
        try (var client = new NbdClient();
                var disk = NbdDisk.open(client, "bench", () -> List.of(export), NbdSettings.of(transfer))) {
            long start = System.nanoTime();
            long cpuBefore = cpuNanos();
            readAll(disk);
            long nanos = System.nanoTime() - start;
            double gigabytes = disk.sizeBytes() / 1e9;
            System.out.printf(
                    "%.3f GB/s %.3f CPU s/GB (%.3f with start-up)%n",
                    gigabytes / (nanos / 1e9),
                    (cpuNanos() - cpuBefore) / 1e9 / gigabytes,
                    cpuNanos() / 1e9 / gigabytes);
        }
    }

    private static void readAll(NbdDisk disk) throws InterruptedException {
        var free = new ArrayBlockingQueue<ByteBuffer>(BUFFERS);
        for (int i = 0; i < BUFFERS; i++) {
            free.add(ByteBuffer.allocate(READ_BYTES));
        }
        for (long offset = 0; offset < disk.sizeBytes(); offset += READ_BYTES) {
            var buffer = free.take();
            buffer.clear().limit((int) Math.min(READ_BYTES, disk.sizeBytes() - offset));
            var _ = disk.read(List.of(new NbdDisk.Part(offset, buffer))).whenComplete((_, failure) -> {
                if (failure != null) {
                    failure.printStackTrace();
                    System.exit(1);
                }
                free.add(buffer);
            });
        }
        for (int i = 0; i < BUFFERS; i++) {
            free.take();
        }
    }

    private static long cpuNanos() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
