package dev.lifeboat.repository.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.OperatingSystemMXBean;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What writing a disk image into a repository costs, and reading it back, beside the stages alone.
///
/// Arguments: the image, and how many rounds. In each round every case runs once, over the whole image and in the same
/// JVM; the first two rounds are warm-up. Printed are medians of CPU seconds of the whole process (all threads, garbage
/// collection and compilation included) per GB of image, and the ratios. See `e2e/bench/stages.sh`.
final class IngestBench {
    private static final int WARM_UP = 2;
    /// What an agent reads with one request.
    private static final int READ_BYTES = 2 << 20;

    private final MappedByteBuffer image;
    private final StageCosts stages;
    private final Map<String, List<Double>> cpuSeconds = new LinkedHashMap<>();

    private IngestBench(MappedByteBuffer image) throws Exception {
        this.image = image;
        this.stages = new StageCosts(image);
    }

    static void main(String[] arguments) throws Exception {
        try (var file = FileChannel.open(Path.of(arguments[0]))) {
            var bench = new IngestBench(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
            int rounds = Integer.parseInt(arguments[1]) + WARM_UP;
            for (int round = 0; round < rounds; round++) {
                bench.round(round >= WARM_UP);
            }
            bench.print();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void round(boolean counts) throws Exception {
        measure("stages, there", counts, () -> stages.seal(false));
        stages.forgetCosts();
        stages.seal(true);
        measure("stages, back", counts, stages::open);
        if (counts) {
            stages.costs().forEach((stage, nanos) -> keep("  " + stage, nanos / 1e9));
        }
        stages.forget();
        var options = RepositoryOptions.encrypted(new Recipient.ByKey("bench", EncryptionKey.generate()));
        try (var repository = Repository.openOrCreate(new Discarding(new InMemoryObjectStore()), options)) {
            measure("ingest", counts, () -> ingest(repository));
        }
        try (var repository = Repository.openOrCreate(new InMemoryObjectStore(), options)) {
            var written = ingest(repository);
            measure("export", counts, () -> repository.reader(written).readAll((_, _) -> {}));
        }
    }

    private DiskImage ingest(Repository repository) {
        var header = new BackupHeader(
                new PointId("bench"),
                new UUID(1, 1),
                "bench",
                new UUID(1, 2),
                "bench",
                Instant.EPOCH,
                Map.of(),
                JsonNodeFactory.instance.objectNode(),
                List.of(),
                List.of());
        try (var session = repository.startBackup(header)) {
            var disk = session.disk(
                    new DiskDescription("0", new UUID(1, 3), "bench", image.capacity(), true), Optional.empty());
            var buffer = ByteBuffer.allocate(READ_BYTES);
            for (int offset = 0; offset < image.capacity(); offset += READ_BYTES) {
                int length = Math.min(READ_BYTES, image.capacity() - offset);
                image.get(offset, buffer.array(), 0, length);
                disk.write(offset, buffer.clear().limit(length));
            }
            var written = disk.finish();
            session.commit(List.of(written));
            return written;
        }
    }

    /// Takes packs and keeps nothing of them: what a store costs is measured elsewhere.
    private static final class Discarding extends ForwardingObjectStore {
        Discarding(ObjectStore target) {
            super(target);
        }

        @Override
        public void put(ObjectKey key, ByteBuffer content) {
            if (!key.value().startsWith("packs/")) {
                super.put(key, content);
            }
        }
    }

    private void measure(String name, boolean counts, Work work) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        work.run();
        double seconds = (system.getProcessCpuTime() - before) / 1e9;
        if (counts) {
            keep(name, seconds);
        }
    }

    private void keep(String name, double seconds) {
        cpuSeconds.computeIfAbsent(name, _ -> new ArrayList<>()).add(seconds / (image.capacity() / 1e9));
    }

    private void print() {
        System.out.printf("%-22s %10s %22s%n", "case", "CPU s/GB", "lowest to highest");
        cpuSeconds.forEach((name, values) -> {
            values.sort(null);
            System.out.printf("%-22s %10.2f %13.2f %8.2f%n", name, median(name), values.getFirst(), values.getLast());
        });
        System.out.printf("ingest / stages: %.2f%n", median("ingest") / median("stages, there"));
        System.out.printf("export / stages: %.2f%n", median("export") / median("stages, back"));
    }

    private double median(String name) {
        var values = cpuSeconds.getOrDefault(name, List.of());
        return values.get(values.size() / 2);
    }
}
