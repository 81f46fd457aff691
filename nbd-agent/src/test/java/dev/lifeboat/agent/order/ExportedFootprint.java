package dev.lifeboat.agent.order;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.Archives;
import dev.lifeboat.agent.Archives.Sparse;
import dev.lifeboat.agent.Points;
import dev.lifeboat.agent.api.ArchiveCompression;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.export.Export;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.agent.progress.Stopwatch;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/// Exports a disk of two TiB with a few hundred MiB of content that does not shrink; then tells the most memory that it
/// took, in KiB.
public final class ExportedFootprint {
    private static final long SIZE_BYTES = 2L << 40;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCKS = 300;
    private static final UUID VDI = new UUID(3, 0);

    private ExportedFootprint() {}

    static void main(String[] arguments) throws Exception {
        var store = new FileSystemObjectStore(Path.of(arguments[0]));
        try (var repository = Repository.openOrCreate(store, RepositoryOptions.unencrypted())) {
            commit(repository);
            var report = new Export(
                            order(),
                            repository,
                            new ProgressBoard(Clock.systemUTC()),
                            Stopwatch.start(Clock.systemUTC()))
                    .run();
            if (report.bytes() < (long) BLOCKS * BLOCK_BYTES) {
                throw new IllegalStateException("Not all of it was exported: " + report);
            }
        }
        System.out.println(Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .collect(Collectors.joining()));
    }

    private static void commit(Repository repository) {
        var records = Archives.records("big", Map.of("0", new Sparse(VDI, SIZE_BYTES, Map.of())));
        var header = Points.header("p-1", new ObjectMapper().valueToTree(records.tree()));
        try (var session = repository.startBackup(header)) {
            var writer = session.disk(new DiskDescription("0", VDI, "big", SIZE_BYTES, true), Optional.empty());
            var block = new byte[BLOCK_BYTES];
            for (long number = 0; number < BLOCKS; number++) {
                new Random(number).nextBytes(block);
                writer.write(SIZE_BYTES / BLOCK_BYTES / BLOCKS * number * BLOCK_BYTES, ByteBuffer.wrap(block));
            }
            session.commit(List.of(writer.finish()));
        }
    }

    private static ExportOrder order() {
        return SampleOrders.export("p-1", Optional.empty(), ArchiveCompression.None);
    }
}
