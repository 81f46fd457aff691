package dev.lifeboat.simulator.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.simulator.rpc.XapiError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreTest {
    private static final int BLOCK = BlockMap.BLOCK_BYTES;
    private static final long DISK_BYTES = 8L << 20;

    @AutoClose
    private final DiskStore store;

    private final Path directory;

    DiskStoreTest(@TempDir Path directory) {
        this.directory = directory;
        store = new DiskStore(directory, 1 << 30);
        store.create("disk", DISK_BYTES);
    }

    private void write(long offset, int length) {
        var data = new byte[length];
        Arrays.fill(data, (byte) 7);
        store.write("disk", offset, data, 0, length);
    }

    @Test
    void holesTakeNoSpaceAndZerosDo() {
        assertThat(store.ownBytes("disk")).isZero();
        store.write("disk", 0, new byte[3 * BLOCK], 0, 3 * BLOCK);
        assertThat(store.ownBytes("disk")).isEqualTo(3L * BLOCK);
    }

    @Test
    void aSnapshotTakesNoSpaceOfItsOwn() {
        write(0, BLOCK);
        store.snapshot("disk", "base", "snapshot");
        assertThat(store.ownBytes("snapshot")).isZero();
        assertThat(store.ownBytes("base")).isEqualTo(BLOCK);
        assertThat(store.parent("disk")).contains("base");
        assertThat(store.parent("snapshot")).contains("base");
    }

    @Test
    void refusesTheSnapshotThatWouldMakeTheChainTooLong() {
        for (int i = 1; i < DiskStore.LONGEST_CHAIN; i++) {
            store.snapshot("disk", "base" + i, "snapshot" + i);
        }
        assertThatThrownBy(() -> store.snapshot("disk", "base", "snapshot"))
                .isInstanceOfSatisfying(
                        XapiError.class, error -> assertThat(error.code()).isEqualTo("SR_BACKEND_FAILURE_109"));
    }

    @Test
    void garbageCollectionBringsTheLiveDiskBackToOneLayer() throws Exception {
        write(0, BLOCK);
        store.snapshot("disk", "base1", "snapshot1");
        write(BLOCK, BLOCK);
        store.snapshot("disk", "base2", "snapshot2");
        store.destroy("snapshot1");
        store.destroy("snapshot2");
        while (store.coalesce().isPresent()) {
            assertThat(store.chainLength("disk")).isPositive();
        }
        assertThat(store.chainLength("disk")).isEqualTo(1);
        assertThat(store.ownBytes("disk")).isEqualTo(2L * BLOCK);
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void collectionKeepsWhatTwoDisksShare() {
        store.snapshot("disk", "base", "snapshot");
        assertThat(store.coalesce()).isEmpty();
        assertThat(store.parent("snapshot")).contains("base");
    }

    @Test
    void vhdBlocksOfADiskAreThoseOfItsWholeChain() {
        write(0, BLOCK);
        store.snapshot("disk", "base", "snapshot");
        write(4L << 20, BLOCK);
        assertThat(store.allocatedVhdBlocks("disk").stream()).containsExactly(0, 2);
        assertThat(store.allocatedVhdBlocks("snapshot").stream()).containsExactly(0);
        store.snapshot("disk", "base2", "snapshot2");
        assertThat(store.differingVhdBlocks("snapshot2", "snapshot").stream()).containsExactly(2);
    }

    @Test
    void aFullRepositoryTakesNoMoreWritesButCanBeRead() {
        store.defaultSpace().full(true);
        assertThatThrownBy(() -> write(0, BLOCK)).isInstanceOf(StorageFull.class);
        assertThatThrownBy(() -> store.snapshot("disk", "base", "snapshot")).isInstanceOf(StorageFull.class);
        store.read("disk", 0, new byte[BLOCK], 0, BLOCK);
    }

    @Test
    void refusesRangesOutsideTheDisk() {
        assertThatThrownBy(() -> write(DISK_BYTES - 1, 2)).isInstanceOf(StorageFailure.class);
    }
}
