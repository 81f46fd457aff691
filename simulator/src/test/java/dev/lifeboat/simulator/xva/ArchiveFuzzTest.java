package dev.lifeboat.simulator.xva;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Archives that somebody or something has damaged: refused in the format's own words, and never wrong bytes taken for
/// right ones.
class ArchiveFuzzTest {
    private static final int BYTES = 3 * DiskOutput.BLOCK_BYTES + 512;
    private static final int TRIES = 400;

    private final byte[] disk = new byte[BYTES];
    private final byte[] archive;

    ArchiveFuzzTest() throws IOException {
        new Random(1).nextBytes(disk);
        var out = new ByteArrayOutputStream();
        var output = new DiskOutput(out, BlockChecksum.XXHASH, Sparseness.ZEROS);
        output.metadata("<value>x</value>".getBytes(StandardCharsets.UTF_8));
        output.disk("Ref:3", new DiskSource() {
            @Override
            public long sizeBytes() {
                return BYTES;
            }

            @Override
            public boolean allocated(long offset, int length) {
                return true;
            }

            @Override
            public void read(long offset, byte[] target, int length) {
                System.arraycopy(disk, (int) offset, target, 0, length);
            }
        });
        output.end();
        archive = out.toByteArray();
    }

    @Test
    void theArchiveItselfReadsBack() throws IOException {
        assertThat(read(archive)).isEqualTo(disk);
    }

    @Test
    void aFlippedBitIsRefusedOrChangesNothing() {
        for (int i = 0; i < TRIES; i++) {
            var random = new Random(i);
            var damaged = archive.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertRefusedOrRight(damaged, i);
        }
    }

    @Test
    void aCutArchiveIsRefused() {
        for (int i = 0; i < TRIES; i++) {
            var cut = Arrays.copyOf(archive, new Random(i).nextInt(archive.length - 1024 - 1536));
            assertRefused(cut, i);
        }
    }

    @Test
    void headersFullOfNonsenseAreRefused() {
        for (int i = 0; i < TRIES; i++) {
            var random = new Random(i);
            var nonsense = archive.clone();
            int header = 1024 + random.nextInt(4) * (DiskOutput.BLOCK_BYTES + 3 * TarHeader.BYTES);
            for (int at = 0; at < 8 && header + 512 <= nonsense.length; at++) {
                nonsense[header + random.nextInt(512)] = (byte) random.nextInt();
            }
            assertRefusedOrRight(nonsense, i);
        }
    }

    private void assertRefused(byte[] damaged, int seed) {
        try {
            read(damaged);
        } catch (IOException | MalformedArchive | DiskInput.UnexpectedFile | DiskInput.ChecksumFailed _) {
            return;
        }
        throw new AssertionError("taken for whole, seed " + seed);
    }

    private void assertRefusedOrRight(byte[] damaged, int seed) {
        try {
            assertThat(read(damaged)).as("seed %d", seed).isEqualTo(disk);
        } catch (IOException | MalformedArchive | DiskInput.UnexpectedFile | DiskInput.ChecksumFailed _) {
            // Refused.
        }
    }

    private static byte[] read(byte[] archive) throws IOException {
        var target = new byte[BYTES];
        var input = new DiskInput(Compression.plain(new ByteArrayInputStream(archive)), true);
        input.metadata();
        input.disk("Ref:3", new DiskTarget() {
            @Override
            public long sizeBytes() {
                return BYTES;
            }

            @Override
            public void write(long offset, byte[] source, int length) {
                System.arraycopy(source, 0, target, (int) offset, length);
            }
        });
        return target;
    }
}
