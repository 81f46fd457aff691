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
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.xen.NbdExport;
import dev.lifeboat.xen.VmRecords;
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

/// Backs up a whole export into a repository in a folder, with the agent's own code from the order on, and prints its
/// rate and CPU cost; see `bench/full-read.sh`.
///
/// Arguments: address, port, disk size, folder, and for TLS the server's certificate as a PEM file.
final class BackupBench {
    private BackupBench() {}

    static void main(String[] arguments) throws Exception {
        var certificate = arguments.length > 4 ? Files.readString(Path.of(arguments[4])) : "";
        long sizeBytes = Long.parseLong(arguments[2]);
        var folder = Path.of(arguments[3]);
        var snapshot = new UUID(1, 1);
        var vdi = new UUID(2, 2);
        var pool = new FakePool();
        pool.records.put(snapshot, new VmRecords(Map.of("vm", Map.of("name_label", "bench"))));
        pool.nbdExports.put(
                vdi,
                List.of(new NbdExport("", arguments[0], Integer.parseInt(arguments[1]), certificate, "localhost")));
        Repository.openOrCreate(new FileSystemObjectStore(folder), RepositoryOptions.unencrypted())
                .close();
        var order = new BackupOrder(
                "bench",
                new PoolAccess(List.of(URI.create("https://pool.example")), new PoolTrust.Insecure()),
                new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled()),
                new Transfer(
                        certificate.isEmpty() ? Transfer.NbdTls.Disabled : Transfer.NbdTls.Required,
                        4,
                        2 << 20,
                        Optional.empty(),
                        Transfer.OnUnavailable.Fail,
                        Transfer.OnUnavailable.Fail),
                new PointHeader("bench", vdi, "bench", snapshot, new UUID(3, 3), "bench", Instant.EPOCH, Map.of()),
                List.of(new DiskBackup(
                        "0", vdi, vdi, "disk", sizeBytes, true, new DiskRead.All(FullReason.FirstBackup))));
        var doors = new Doors(_ -> pool, _ -> new FileSystemObjectStore(folder), new KeyDoor(Optional.empty()));
        long start = System.nanoTime();
        var report = (BackupReport)
                new Orders(doors, new ProgressBoard(Clock.systemUTC()), Clock.systemUTC()).execute(order);
        long nanos = System.nanoTime() - start;
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double gigabytes = sizeBytes / 1e9;
        System.out.printf(
                "%.3f GB/s %.3f CPU s/GB with start-up, stored %.3f of it%n",
                gigabytes / (nanos / 1e9),
                system.getProcessCpuTime() / 1e9 / gigabytes,
                report.totals().storedBytes() / (double) sizeBytes);
    }
}
