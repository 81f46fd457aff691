package dev.lifeboat.agent.nbd;

import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.xen.NbdExport;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/// Reads a whole export to nowhere, once or more often, and prints what each pass cost; see `e2e/bench/read.sh`.
///
/// Arguments: address, port, connections, passes, and for TLS the server's certificate as a PEM file.
final class ReadBench {
    private static final int READ_BYTES = 2 << 20;

    /// As a backup has it: 48 MiB.
    private static final int BUFFERS = 24;

    private final NbdDisk disk;
    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BUFFERS);

    private ReadBench(NbdDisk disk) {
        this.disk = disk;
        for (int i = 0; i < BUFFERS; i++) {
            free.add(ByteBuffer.allocate(READ_BYTES));
        }
    }

    static void main(String[] arguments) throws Exception {
        var certificate = arguments.length > 4 ? Files.readString(Path.of(arguments[4])) : "";
        var transfer = new Transfer(
                certificate.isEmpty() ? Transfer.NbdTls.Disabled : Transfer.NbdTls.Required,
                Integer.parseInt(arguments[2]),
                READ_BYTES,
                Transfer.OnUnavailable.Fail,
                Transfer.OnUnavailable.Fail);
        var export = new NbdExport("", arguments[0], Integer.parseInt(arguments[1]), certificate, "localhost");
        try (var client = new NbdClient();
                var disk = NbdDisk.open(client, "bench", () -> List.of(export), NbdSettings.of(transfer))) {
            var bench = new ReadBench(disk);
            System.out.printf("start-up %.2f CPU s%n", cpuNanos() / 1e9);
            for (int pass = 1; pass <= Integer.parseInt(arguments[3]); pass++) {
                bench.pass(pass);
            }
        }
    }

    private void pass(int number) throws InterruptedException {
        long start = System.nanoTime();
        long cpuBefore = cpuNanos();
        readAll();
        double gigabytes = disk.sizeBytes() / 1e9;
        System.out.printf(
                "pass %d: %.2f GB/s %.3f CPU s/GB%n",
                number, gigabytes / ((System.nanoTime() - start) / 1e9), (cpuNanos() - cpuBefore) / 1e9 / gigabytes);
    }

    private void readAll() throws InterruptedException {
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
        var all = new ArrayList<ByteBuffer>();
        while (all.size() < BUFFERS) {
            all.add(free.take());
        }
        free.addAll(all);
    }

    private static long cpuNanos() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
