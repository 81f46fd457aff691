package dev.lifeboat.agent;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.DiskBackup;
import dev.lifeboat.agent.api.DiskRead;
import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.order.Doors;
import dev.lifeboat.agent.order.KeyDoor;
import dev.lifeboat.agent.order.Orders;
import dev.lifeboat.agent.order.StoreDoor;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.VmRecords;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Backs up a whole export, or every so manieth block of it, with the agent's own code from the order on:
/// encrypted, into a folder or a bucket. Prints the seconds, the CPU seconds of the whole process and its
/// peak memory; see `e2e/bench/backup.sh` and `e2e/bench/incremental.sh`.
///
/// Arguments: address, port, disk size, storage (a folder, or the URL of an S3 server and behind a comma the
/// file with its certificate), point, EVERY (0 is all, 1000 every thousandth block), and for TLS the NBD
/// server's certificate as a PEM file.
final class AgentBench {
    private static final UUID SNAPSHOT = new UUID(1, 1);
    private static final UUID VDI = new UUID(2, 2);
    private static final int BLOCK_BYTES = 64 << 10;
    private static final String FULL = "full";

    private AgentBench() {}

    static void main(String[] arguments) throws Exception {
        var certificate = arguments.length > 6 ? Files.readString(Path.of(arguments[6])) : "";
        long sizeBytes = Long.parseLong(arguments[2]);
        int every = Integer.parseInt(arguments[5]);
        var key = EncryptionKey.parse("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        var pool = new FakePool();
        pool.records.put(SNAPSHOT, new VmRecords(Map.of("vm", Map.of("name_label", "bench"))));
        pool.nbdExports.put(
                VDI,
                List.of(new NbdExport("", arguments[0], Integer.parseInt(arguments[1]), certificate, "localhost")));
        pool.changedBlocks.put(VDI, () -> changed(sizeBytes, every));
        var storage = storage(arguments[3]);
        var stores = new StoreDoor(Optional.empty(), Optional.of(Path.of(arguments[3])));
        Repository.openOrCreate(stores.open(storage), RepositoryOptions.encrypted(new Recipient.ByKey("bench", key)))
                .close();
        var order = new BackupOrder(
                arguments[4],
                new PoolAccess(List.of(URI.create("https://pool.example")), new PoolTrust.Insecure()),
                new RepositoryAccess(storage, new Encryption.Required(List.of(), Optional.empty())),
                new Transfer(
                        certificate.isEmpty() ? Transfer.NbdTls.Disabled : Transfer.NbdTls.Required,
                        4,
                        2 << 20,
                        Transfer.OnUnavailable.Fail,
                        Transfer.OnUnavailable.Fail),
                new PointHeader(
                        arguments[4],
                        VDI,
                        "bench",
                        SNAPSHOT,
                        new UUID(3, 3),
                        "bench",
                        Instant.EPOCH,
                        Map.of(),
                        List.of()),
                List.of(new DiskBackup("0", VDI, VDI, "disk", sizeBytes, true, read(every))));
        long start = System.nanoTime();
        var done = new Orders(
                        new Doors(_ -> pool, stores, keys(key)),
                        new ProgressBoard(Clock.systemUTC()),
                        Clock.systemUTC())
                .execute(order);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!(done instanceof BackupReport report)) {
            throw new IllegalStateException(done.toString());
        }
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.out.printf(
                "%.3f seconds %.3f CPU %d KiB, read %d bytes, stored %d%n",
                seconds,
                system.getProcessCpuTime() / 1e9,
                peakKibibytes(),
                report.totals().readBytes(),
                report.totals().storedBytes());
    }

    private static KeyDoor keys(EncryptionKey key) throws IOException {
        var folder = Files.createTempDirectory("agent-bench");
        Files.writeString(folder.resolve("key"), key.text());
        return new KeyDoor(Optional.of(folder));
    }

    private static DiskRead read(int every) {
        return every == 0 ? new DiskRead.All(FullReason.FirstBackup) : new DiskRead.Changed(FULL, VDI);
    }

    private static ChangedBlocks changed(long sizeBytes, int every) {
        long blocks = Math.ceilDiv(sizeBytes, BLOCK_BYTES);
        var bitmap = new byte[(int) Math.ceilDiv(blocks, Byte.SIZE)];
        for (long block = 0; block < blocks; block += every) {
            bitmap[(int) (block / Byte.SIZE)] |= (byte) (0x80 >> block % Byte.SIZE);
        }
        return ChangedBlocks.of(sizeBytes, bitmap);
    }

    private static StorageAccess storage(String where) throws IOException {
        if (!where.startsWith("http")) {
            return new StorageAccess.FileSystem("");
        }
        int comma = where.indexOf(',');
        return new StorageAccess.S3(
                "bench",
                "",
                Optional.of("us-east-1"),
                Optional.of(URI.create(comma < 0 ? where : where.substring(0, comma))),
                true,
                comma < 0 ? Optional.empty() : Optional.of(Files.readString(Path.of(where.substring(comma + 1)))));
    }

    private static long peakKibibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
