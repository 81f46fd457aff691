package dev.lifeboat.simulator.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceTest {
    private static final int MIB = 1 << 20;
    private static final int BLOCK = BlockMap.BLOCK_BYTES;

    @AutoClose
    private final DiskStore store;

    SpaceTest(@TempDir Path directory) {
        store = new DiskStore(directory, 1L << 30);
    }

    private void write(String disk, int offset, int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        store.write(disk, offset, bytes, 0, length);
    }

    @Test
    void aThinDiskTakesABlockWhenItIsFirstWritten() {
        var space = new Space(10 * MIB, false);
        store.create("d", 100 * MIB, space);
        assertThat(space.usedBytes()).isZero();
        write("d", 10, 1);
        write("d", 20, 1);
        assertThat(space.usedBytes()).isEqualTo(BLOCK);
        assertThat(store.ownBytes("d")).isEqualTo(BLOCK);
        store.destroy("d");
        assertThat(space.usedBytes()).isZero();
    }

    @Test
    void aThinRepositoryIsFullWhenItsBlocksAre() {
        var space = new Space(2 * BLOCK, false);
        store.create("d", MIB, space);
        write("d", 0, 2 * BLOCK);
        write("d", 5, 100);
        assertThatThrownBy(() -> write("d", 4 * BLOCK, 1)).isInstanceOf(StorageFull.class);
        assertThat(space.usedBytes()).isEqualTo(2 * BLOCK);
    }

    @Test
    void aThickDiskTakesItsWholeSizeAndASnapshotOfItTheSameAgain() {
        var space = new Space(4 * MIB, true);
        store.create("d", 2 * MIB, space);
        assertThat(space.usedBytes()).isEqualTo(2 * MIB);
        write("d", 0, BLOCK);
        assertThat(space.usedBytes()).isEqualTo(2 * MIB);

        store.snapshot("d", "base", "s");
        assertThat(store.ownBytes("base")).isEqualTo(BLOCK);
        assertThat(store.ownBytes("s")).isZero();
        assertThat(space.usedBytes()).isEqualTo(2 * MIB + BLOCK);
        assertThatThrownBy(() -> store.cloneDisk("d", "base2", "c")).isInstanceOf(StorageFull.class);
        assertThat(space.usedBytes()).isEqualTo(2 * MIB + BLOCK);

        store.destroy("s");
        store.coalesce();
        assertThat(space.usedBytes()).isEqualTo(2 * MIB);
    }

    @Test
    void coalescingGivesBackWhatBothLayersHeld() {
        var space = new Space(10 * MIB, false);
        store.create("d", MIB, space);
        write("d", 0, 4 * BLOCK);
        store.snapshot("d", "base", "s");
        write("d", 0, 4 * BLOCK);
        assertThat(space.usedBytes()).isEqualTo(8 * BLOCK);
        store.destroy("s");
        assertThat(store.coalesce(Set.of("d"))).isEmpty();
        assertThat(store.coalesce()).isPresent();
        assertThat(space.usedBytes()).isEqualTo(4 * BLOCK);
    }

    @Test
    void whatHasNoDataAnyMoreTakesAsMuchAsItsLog() {
        store.create("d", 64 * MIB);
        store.enableTracking("d");
        write("d", 0, MIB);
        store.snapshot("d", "base", "s");
        store.destroyData("s");
        assertThat(store.ownBytes("s")).isEqualTo(4096);
    }
}
