package dev.lifeboat.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.crypto.KeyedSeals;
import dev.lifeboat.repository.crypto.Keyring;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A segment that somebody changed could make a writer refer to chunks that are not there.
class EncryptedSegmentsTest {

    private static final ObjectKey KEY = new ObjectKey("dedup/1-a-0");

    private final Seals seals = seals();
    private final List<ChunkRef> refs = refs();
    private final byte[] segment = DedupSegment.write(seals.forNew(KEY), refs).array();

    @Test
    void whatWasWrittenIsRead() {
        assertThat(read(KEY, segment, seals)).isEqualTo(refs);
    }

    @Test
    void neitherChunksNorPacksShow() {
        for (var ref : refs) {
            var chunk = ByteBuffer.allocate(ChunkId.BYTES);
            ref.chunk().write(chunk);
            var pack = ByteBuffer.allocate(PackId.BYTES);
            ref.pack().write(pack);

            assertThat(indexOf(segment, chunk.array())).isNegative();
            assertThat(indexOf(segment, pack.array())).isNegative();
        }
    }

    @Test
    void aFlippedBitInAnyByteIsFound() {
        var random = new Random(1);
        for (int at = 0; at < segment.length; at++) {
            var forged = segment.clone();
            forged[at] ^= (byte) (1 << random.nextInt(8));

            assertRefused(KEY, forged, seals);
        }
    }

    @Test
    void aCutAnywhereIsFound() {
        for (int length = 0; length < segment.length; length++) {
            assertRefused(KEY, Arrays.copyOf(segment, length), seals);
        }
    }

    @Test
    void aSegmentOfAnotherNameOfAnotherRepositoryOrWithoutEncryptionIsRefused() {
        assertRefused(new ObjectKey("dedup/1-b-0"), segment, seals);
        assertRefused(KEY, segment, seals());
        assertRefused(KEY, segment, Seals.unencrypted());
        assertRefused(
                KEY, DedupSegment.write(Seals.unencrypted().forNew(KEY), refs).array(), seals);
    }

    private static void assertRefused(ObjectKey key, byte[] content, Seals seals) {
        assertThatThrownBy(() -> read(key, content, seals))
                .isInstanceOfAny(DamagedException.class, UnsupportedFormatException.class, OutdatedKeysException.class)
                .hasMessageContaining(key.value());
    }

    private static List<ChunkRef> read(ObjectKey key, byte[] content, Seals seals) {
        var read = new ArrayList<ChunkRef>();
        DedupSegment.read(key, ByteBuffer.wrap(content.clone()), seals, read::add);
        return read;
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static Seals seals() {
        return new KeyedSeals(UUID.randomUUID(), Keyring.generate(new SecureRandom()), 1);
    }

    private static List<ChunkRef> refs() {
        var random = new Random(5);
        var refs = new ArrayList<ChunkRef>();
        for (int i = 0; i < 20; i++) {
            var chunk = new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            refs.add(new ChunkRef(chunk, new PackId(i % 3 - 77L, 0x1234_5678_9abcL)));
        }
        refs.sort(Comparator.comparing(ChunkRef::chunk));
        return refs;
    }
}
