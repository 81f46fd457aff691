package dev.lifeboat.repository.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.ChunkRef;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.disk.JournalEntry.PageIsHole;
import dev.lifeboat.repository.disk.JournalEntry.PageStored;
import dev.lifeboat.repository.disk.JournalEntry.Run;
import dev.lifeboat.repository.errors.DamagedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Records of a disk in a checkpoint, byte by byte: they come back as they were, and hostile ones are refused.
class CheckpointRecordsTest {

    private static final Geometry GEOMETRY = new Geometry(512, 8 << 10, 64 << 10);

    /// Three pages and a bit.
    private static final long DISK = 3 * (64 << 10) + 1000;

    @Test
    void everyStepComesBackAsItWas() {
        for (int seed = 0; seed < 200; seed++) {
            var entries = entries(new Random(seed));

            assertThat(read(JournalCodec.write(entries))).as("seed %d", seed).isEqualTo(entries);
        }
    }

    @Test
    void theShortFormGivesTheSameState() {
        for (int seed = 0; seed < 200; seed++) {
            var state = new DiskState(GEOMETRY, DISK);
            entries(new Random(seed)).forEach(state::apply);

            var again = new DiskState(GEOMETRY, DISK);
            read(JournalCodec.write(state)).forEach(again::apply);

            assertThat(again.stored()).as("seed %d", seed).isEqualTo(state.stored());
            assertThat(again.steps()).isEqualTo(state.steps());
            assertThat(again.done()).toIterable().containsExactlyElementsOf(state::done);
        }
    }

    @Test
    void recordsThatAreCutAreRefused() {
        var bytes = JournalCodec.write(List.of(
                Run.holes(0, 3, 4),
                content(1, 20),
                new PageStored(new PageRef(2, ref(new Random(1)), 512), DiskFigures.NONE)));
        for (int length = 1; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            var thrown = catchThrowable(() -> read(cut));

            assertThat(thrown == null || thrown instanceof DamagedException).isTrue();
        }
    }

    @Test
    void nothingOutsideOfTheDiskIsHandedOut() {
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var bytes = JournalCodec.write(entries(random));
            for (int i = 0; i < 1 + random.nextInt(4) && bytes.length > 0; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            var state = new DiskState(GEOMETRY, DISK);

            var thrown = catchThrowable(() -> read(bytes).forEach(state::apply));

            assertThat(thrown == null || thrown instanceof DamagedException)
                    .as("seed %d: %s", seed, thrown)
                    .isTrue();
            state.done().forEachRemaining(done -> assertThat(done.end()).isLessThanOrEqualTo(DISK));
        }
    }

    @Test
    void anUnknownKindIsRefusedAndNamed() {
        assertThatThrownBy(() -> read(new byte[] {9}))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("checkpoint-1")
                .hasMessageContaining("kind 9");
    }

    private static List<JournalEntry> read(byte[] records) {
        var entries = new ArrayList<JournalEntry>();
        JournalReader.read("checkpoint-1", GEOMETRY, DISK, records, entries::add);
        return entries;
    }

    private static List<JournalEntry> entries(Random random) {
        var entries = new ArrayList<JournalEntry>();
        for (int i = random.nextInt(12); i > 0; i--) {
            int page = random.nextInt(3);
            entries.add(
                    switch (random.nextInt(4)) {
                        case 0 -> {
                            int first = random.nextInt(128);
                            yield Run.holes(page, first, 1 + random.nextInt(128 - first));
                        }
                        case 1 -> new PageIsHole(page, DiskFigures.NONE);
                        case 2 -> new PageStored(new PageRef(page, ref(random), 512), DiskFigures.NONE);
                        default -> content(page, random.nextInt(128));
                    });
        }
        return entries;
    }

    /// Up to the end of its cell, with a hole in the middle if there is room.
    private static Run content(int page, int first) {
        int inCell = first % 16;
        int count = 16 - inCell;
        var ref = ref(new Random(first));
        var pieces = count < 3
                ? List.of(new Piece(inCell, count, ref, 0))
                : List.of(new Piece(inCell, 1, ref, 0), new Piece(inCell + 2, count - 2, ref, 1));
        return new Run(page, first, count, pieces, 0, DiskFigures.NONE);
    }

    private static ChunkRef ref(Random random) {
        return new ChunkRef(
                new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()),
                PackId.random(random));
    }
}
