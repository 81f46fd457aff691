package dev.lifeboat.simulator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.simulator.storage.DiskStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
    private static final int DISK_BYTES = 48 << 20;

    @TempDir
    private Path directory;

    @Test
    void readsVmsFromYaml() throws Exception {
        var file = directory.resolve("inventory.yaml");
        Files.writeString(file, """
            seed: 5
            vms:
              - name: a
                tags: [backup:gold]
                disks: [{sizeMiB: 4}, {sizeBytes: 2097152}]
              - {name: b, running: false}
            """);
        var inventory = Inventory.read(file);
        assertThat(inventory.seed()).isEqualTo(5);
        assertThat(inventory.vms())
                .containsExactly(
                        VmSpec.named("a").tag("backup:gold").disk(4 << 20).disk(2 << 20),
                        VmSpec.named("b").halted());
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        var file = directory.resolve("inventory.yaml");
        Files.writeString(file, "vms: [{tags: []}]");
        assertThatThrownBy(() -> Inventory.read(file)).hasMessageContaining("has no name");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> Inventory.read(file)).hasMessageContaining("vms");
    }

    @Test
    void theSameSeedFillsTheSameBytesAndLeavesHoles() throws Exception {
        try (var store = new DiskStore(directory, 1 << 30)) {
            var fill = new DiskFill(new TextCorpus());
            for (var name : new String[] {"one", "two", "other"}) {
                store.create(name, DISK_BYTES);
                fill.fill(store, name, name.equals("other") ? 8 : 7);
            }
            assertThat(read(store, "one")).isEqualTo(read(store, "two")).isNotEqualTo(read(store, "other"));
            assertThat(store.ownBytes("one")).isBetween(DISK_BYTES / 2L, DISK_BYTES * 9L / 10);
        }
    }

    private static byte[] read(DiskStore store, String name) {
        var bytes = new byte[DISK_BYTES];
        store.read(name, 0, bytes, 0, DISK_BYTES);
        return bytes;
    }
}
