package dev.lifeboat.simulator.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random writes, snapshots, clones, deletions and garbage collection against plain byte arrays.
class DiskStoreModelTest {
    private static final int DISK_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyDiskKeepsItsOwnBytes(long seed) throws Exception {
        var random = new Random(seed);
        var model = new TreeMap<String, byte[]>();
        try (var store = new DiskStore(directory, 1 << 30)) {
            store.create("disk", DISK_BYTES);
            model.put("disk", new byte[DISK_BYTES]);
            for (int step = 0; step < 150; step++) {
                act(random, store, model, step);
                compareOne(random, store, model);
            }
            for (var name : model.keySet()) {
                assertThat(read(store, name)).as(name).isEqualTo(model.get(name));
            }
        }
    }

    private static void act(Random random, DiskStore store, TreeMap<String, byte[]> model, int step) {
        var name = any(random, model);
        int action = random.nextInt(10);
        if (action < 6) {
            write(random, store, name, model.get(name));
        } else if (action == 6 && store.chainLength(name) < DiskStore.LONGEST_CHAIN) {
            store.snapshot(name, "base" + step, "snapshot" + step);
            model.put("snapshot" + step, model.get(name).clone());
        } else if (action == 7 && store.chainLength(name) < DiskStore.LONGEST_CHAIN) {
            store.cloneDisk(name, "base" + step, "clone" + step);
            model.put("clone" + step, model.get(name).clone());
        } else if (action == 8 && model.size() > 1) {
            store.destroy(name);
            model.remove(name);
        } else if (action == 9) {
            store.coalesce();
        }
    }

    private static void write(Random random, DiskStore store, String name, byte[] expected) {
        int offset = random.nextInt(DISK_BYTES);
        var data = new byte[1 + random.nextInt(Math.min(200_000, DISK_BYTES - offset))];
        if (random.nextBoolean()) {
            random.nextBytes(data);
        }
        store.write(name, offset, data, 0, data.length);
        System.arraycopy(data, 0, expected, offset, data.length);
    }

    private static void compareOne(Random random, DiskStore store, TreeMap<String, byte[]> model) {
        var name = any(random, model);
        int offset = random.nextInt(DISK_BYTES);
        int length = random.nextInt(DISK_BYTES - offset);
        var bytes = new byte[length];
        store.read(name, offset, bytes, 0, length);
        assertThat(bytes).as(name).isEqualTo(Arrays.copyOfRange(model.get(name), offset, offset + length));
    }

    private static byte[] read(DiskStore store, String name) {
        var bytes = new byte[DISK_BYTES];
        store.read(name, 0, bytes, 0, DISK_BYTES);
        return bytes;
    }

    private static String any(Random random, TreeMap<String, byte[]> model) {
        List<String> names = new ArrayList<>(model.keySet());
        return names.get(random.nextInt(names.size()));
    }
}
