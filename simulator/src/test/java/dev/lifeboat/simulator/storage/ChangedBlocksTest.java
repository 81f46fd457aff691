package dev.lifeboat.simulator.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.simulator.rpc.XapiError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be compared with what, and what comes out.
class ChangedBlocksTest {
    private static final int BLOCK = BlockMap.BLOCK_BYTES;
    private static final long DISK_BYTES = 8L << 20;

    @AutoClose
    private final DiskStore store;

    ChangedBlocksTest(@TempDir Path directory) {
        store = new DiskStore(directory, 1 << 30);
        store.create("disk", DISK_BYTES);
        store.enableTracking("disk");
    }

    private void write(long block) {
        store.write("disk", block * BLOCK + 100, new byte[10], 0, 10);
    }

    private void snapshot(String name) {
        store.snapshot("disk", "base of " + name, name);
    }

    private List<Integer> changed(String from, String to) {
        var bitmap = store.changedBlocks(from, to);
        var blocks = new ArrayList<Integer>();
        for (int block = 0; block < bitmap.length * 8; block++) {
            if ((bitmap[block / 8] & (0x80 >> (block % 8))) != 0) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private void refuses(String from, String to, String code) {
        assertThatThrownBy(() -> store.changedBlocks(from, to))
                .isInstanceOfSatisfying(
                        XapiError.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    @Test
    void tellsWhatWasWrittenBetweenTwoSnapshots() {
        write(1);
        snapshot("a");
        write(9);
        write(127);
        snapshot("b");
        write(3);
        assertThat(changed("a", "b")).containsExactly(9, 127);
        assertThat(changed("a", "disk")).containsExactly(3, 9, 127);
        assertThat(changed("b", "disk")).containsExactly(3);
    }

    @Test
    void putsTheFirstBlockIntoTheHighestBit() {
        snapshot("a");
        write(0);
        write(8);
        snapshot("b");
        var bitmap = store.changedBlocks("a", "b");
        assertThat(bitmap).hasSize(16).startsWith(0x80, 0x80, 0);
    }

    @Test
    void isExactlyAsLongAsTheDiskNeeds() {
        store.create("odd", 9 * BLOCK);
        store.enableTracking("odd");
        store.snapshot("odd", "base", "a");
        store.write("odd", 8L * BLOCK, new byte[1], 0, 1);
        store.snapshot("odd", "base2", "b");
        assertThat(store.changedBlocks("a", "b")).containsExactly(0, 0x80);
    }

    @Test
    void aWriteAcrossABorderMarksBothBlocks() {
        snapshot("a");
        store.write("disk", 2L * BLOCK - 1, new byte[2], 0, 2);
        snapshot("b");
        assertThat(changed("a", "b")).containsExactly(1, 2);
    }

    @Test
    void refusesTheSameDiskTheWrongOrderAndUntrackedDisks() {
        snapshot("a");
        snapshot("b");
        store.create("other", DISK_BYTES);
        refuses("a", "a", "SR_BACKEND_FAILURE_460");
        refuses("b", "a", "SR_BACKEND_FAILURE_460");
        refuses("a", "other", "SR_BACKEND_FAILURE_460");
        refuses("other", "a", "SR_BACKEND_FAILURE_460");
    }

    @Test
    void switchingOffAndOnAgainCutsTheChain() {
        snapshot("a");
        snapshot("b");
        store.disableTracking("disk");
        store.enableTracking("disk");
        snapshot("c");
        refuses("a", "c", "SR_BACKEND_FAILURE_460");
        assertThat(changed("a", "b")).isEmpty();
    }

    @Test
    void destroyingASnapshotPassesItsLogOn() {
        snapshot("a");
        write(1);
        snapshot("b");
        write(2);
        snapshot("c");
        store.destroy("b");
        assertThat(changed("a", "c")).containsExactly(1, 2);
    }

    @Test
    void metadataAloneIsEnoughToCompareWith() {
        snapshot("a");
        write(5);
        snapshot("b");
        store.destroyData("a");
        assertThat(changed("a", "b")).containsExactly(5);
        store.destroyData("b");
        write(6);
        assertThat(changed("b", "disk")).containsExactly(6);
    }

    @Test
    void aCloneIsNotTracked() {
        snapshot("a");
        store.cloneDisk("disk", "base", "clone");
        refuses("a", "clone", "SR_BACKEND_FAILURE_460");
        assertThat(changed("a", "disk")).isEmpty();
    }

    @Test
    void aGrownDiskShowsOnlyWhatWasWritten() {
        snapshot("a");
        store.resize("disk", DISK_BYTES + (2L << 20));
        store.write("disk", DISK_BYTES, new byte[1], 0, 1);
        snapshot("b");
        assertThat(changed("a", "b")).containsExactly(128);
        assertThat(store.changedBlocks("a", "b")).hasSize(20);
    }

    @Test
    void aGrowthTooSmallForTheBitmapIsInconsistent() {
        store.create("odd", 9 * BLOCK);
        store.enableTracking("odd");
        store.snapshot("odd", "base", "a");
        store.resize("odd", 12 * BLOCK);
        store.snapshot("odd", "base2", "b");
        refuses("a", "b", "SR_BACKEND_FAILURE_459");
    }

    @Test
    void aSnapshotOfASnapshotStandsBeforeIt() {
        write(1);
        snapshot("a");
        write(2);
        snapshot("b");
        store.snapshot("a", "base-of-copy", "copy");
        write(3);
        snapshot("c");
        assertThat(changed("copy", "a")).isEmpty();
        assertThat(changed("a", "b")).containsExactly(2);
        assertThat(changed("copy", "c")).containsExactly(2, 3);
        refuses("a", "copy", "SR_BACKEND_FAILURE_460");
    }

    @Test
    void aLogThatWasNotClosedIsInconsistent() {
        snapshot("a");
        store.loseTrack("disk");
        snapshot("b");
        snapshot("c");
        refuses("a", "b", "SR_BACKEND_FAILURE_459");
        store.destroy("b");
        refuses("a", "c", "SR_BACKEND_FAILURE_459");
    }
}
