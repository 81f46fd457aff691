package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.backup.ManyDisks.Disk;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.disk.DiskDescription;
import dev.lifeboat.repository.disk.DiskFigures;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.objectstore.file.FileSystemObjectStore;
import dev.lifeboat.xen.ChangedBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// A process for [FootprintTest]: backs up 16 disks at once, eight small ones whole, and of eight of 2 TiB
/// blocks from end to end. Prints the peak of its memory in KiB.
final class Footprint {
    private static final long LARGE = 2L << 40;
    private static final int BLOCK = 64 << 10;

    private Footprint() {}

    static void main(String[] arguments) throws Exception {
        var options = RepositoryOptions.encrypted(new Recipient.ByKey("test", EncryptionKey.generate()));
        try (var repository = Repository.openOrCreate(new FileSystemObjectStore(Path.of(arguments[0])), options);
                var disks = new ManyDisks(repository, Runtime.getRuntime().availableProcessors())) {
            var all = new ArrayList<Disk>();
            for (int number = 0; number < 8; number++) {
                all.add(Disk.whole(number, 32L << 20));
                all.add(new Disk(8 + number, LARGE, sparse(), new AtomicLong()));
            }
            disks.commit(disks.run(all));
        }
        System.out.println(Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .collect(Collectors.joining()));
    }

    /// One block in each 16 GiB.
    private static ReadPlan.Decided sparse() {
        var bitmap = new byte[(int) (LARGE / BLOCK / Byte.SIZE)];
        for (long block = 0; block < LARGE / BLOCK; block += (16L << 30) / BLOCK) {
            bitmap[(int) (block / Byte.SIZE)] = (byte) 0x80;
        }
        var description = new DiskDescription("0", new UUID(2, 0), "disk", LARGE, false);
        var base = new DiskImage(description, List.of(), DiskFigures.NONE, Map.of());
        return new ReadPlan.Changed(base, ChangedBlocks.of(LARGE, bitmap), 0);
    }
}
