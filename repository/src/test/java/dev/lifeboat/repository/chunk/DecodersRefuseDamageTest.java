package dev.lifeboat.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Packs and segments whose bytes were changed, cut, or exchanged.
class DecodersRefuseDamageTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<ChunkRef> refs = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();
    private byte[] pack = new byte[0];

    @BeforeEach
    void writeAPack() {
        var random = new Random(1);
        try (var writer = new ChunkWriter(
                store,
                Seals.unencrypted(),
                new ChunkWriter.Limits(1 << 20, 1, 1, 4096, 64),
                DamagedChunks.NONE,
                () -> {})) {
            for (int i = 0; i < 20; i++) {
                var content = new byte[512 * (1 + i % 8)];
                random.nextBytes(content);
                Arrays.fill(content, 0, i % 3 * 256, (byte) i);
                try (var encoder = writer.borrow()) {
                    refs.add(encoder.store(ChunkKind.CONTENT, content, 0, content.length, Optional.empty())
                            .ref());
                    contents.add(content);
                }
            }
            writer.flush();
            writer.publish("test");
        }
        pack = store.get(packKey()).orElseThrow();
    }

    @Test
    void aWholePackGivesBackEveryChunk() {
        for (int i = 0; i < refs.size(); i++) {
            assertThat(new ChunkReader(store, Seals.unencrypted()).read(refs.get(i)))
                    .isEqualTo(contents.get(i));
        }
    }

    @Test
    void everyFlippedBitOfAPackIsFoundByWhoeverReadsIt() {
        var random = new Random(2);
        for (int i = 0; i < 1500; i++) {
            var damaged = pack.clone();
            // Footers more often than content: there are fewer of their bytes.
            int at = i % 2 == 0 ? random.nextInt(pack.length) : pack.length - 1 - random.nextInt(footerBytes());
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            store.put(packKey(), ByteBuffer.wrap(damaged));

            assertEveryChunkIsRightOrRefused("bit at " + at);
        }
    }

    @Test
    void aPackThatWasCutIsRefused() {
        for (int length = 0; length < pack.length; length += length < pack.length - 200 ? 97 : 1) {
            store.put(packKey(), ByteBuffer.wrap(pack, 0, length));

            assertThatThrownBy(() -> new ChunkReader(store, Seals.unencrypted()).read(refs.getFirst()))
                    .isInstanceOfAny(DamagedException.class, UnsupportedFormatException.class)
                    .hasMessageContaining(packKey().value());
        }
    }

    @Test
    void aPackUnderAnotherNameIsRefused() {
        var other = new PackId(1, 2);
        store.put(other.key(), ByteBuffer.wrap(pack));

        assertThatThrownBy(() -> new ChunkReader(store, Seals.unencrypted())
                        .read(new ChunkRef(refs.getFirst().chunk(), other)))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining(other.toString());
    }

    @Test
    void aPackThatIsGoneNamesChunkAndPack() {
        store.delete(packKey());

        assertThatThrownBy(() -> new ChunkReader(store, Seals.unencrypted()).read(refs.getFirst()))
                .isInstanceOf(ChunkMissingException.class)
                .hasMessageContaining(refs.getFirst().chunk().toString())
                .hasMessageContaining(packKey().value());
    }

    @Test
    void randomBytesArePacksOfNoKind() {
        var random = new Random(3);
        for (int i = 0; i < 300; i++) {
            var noise = new byte[random.nextInt(3000)];
            random.nextBytes(noise);
            if (noise.length >= 64 && i % 2 == 0) {
                // A trailer that looks right at first sight, so that the decoder gets further.
                ByteBuffer.wrap(noise)
                        .putLong(noise.length - 8, PackFormat.MAGIC)
                        .putLong(noise.length - 64, 10);
                ByteBuffer.wrap(noise)
                        .putLong(noise.length - 56, (long) random.nextInt(60) << 32)
                        .putLong(noise.length - 48, 1L << 48);
            }
            store.put(packKey(), ByteBuffer.wrap(noise));

            assertThatThrownBy(() -> new ChunkReader(store, Seals.unencrypted()).read(refs.getFirst()))
                    .isInstanceOf(RepositoryException.class);
        }
    }

    @Test
    void aForwardingObjectLeadsToTheNewPack() {
        var moved = new PackId(3, 4);
        var entries = refs.stream().map(ChunkRef::chunk).sorted().toList();
        store.put(moved.key(), packOf(moved, pack));
        store.put(packKey(), forwarding(refs.getFirst().pack(), moved, entries));

        for (int i = 0; i < refs.size(); i++) {
            assertThat(new ChunkReader(store, Seals.unencrypted()).read(refs.get(i)))
                    .isEqualTo(contents.get(i));
        }
    }

    @Test
    void forwardsThatGoRoundInACircleEnd() {
        var here = refs.getFirst().pack();
        store.put(packKey(), forwarding(here, here, List.of(refs.getFirst().chunk())));

        assertThatThrownBy(() -> new ChunkReader(store, Seals.unencrypted()).read(refs.getFirst()))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("loop");
    }

    @Test
    void everyFlippedBitAndEveryCutOfASegmentIsFound() {
        var key = new ObjectKey("dedup/test-0");
        var segment = store.get(key).orElseThrow();
        var random = new Random(4);
        assertThat(DedupSegment.read(key, ByteBuffer.wrap(segment), Seals.unencrypted(), ref -> {}))
                .isEqualTo(20);

        for (int i = 0; i < 500; i++) {
            var damaged = i % 2 == 0 ? segment.clone() : Arrays.copyOf(segment, random.nextInt(segment.length));
            if (i % 2 == 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThatThrownBy(() -> DedupSegment.read(key, ByteBuffer.wrap(damaged), Seals.unencrypted(), ref -> {}))
                    .isInstanceOfAny(DamagedException.class, UnsupportedFormatException.class);
        }
    }

    private void assertEveryChunkIsRightOrRefused(String what) {
        var reader = new ChunkReader(store, Seals.unencrypted());
        int refused = 0;
        for (int i = 0; i < refs.size(); i++) {
            try {
                assertThat(reader.read(refs.get(i))).as(what).isEqualTo(contents.get(i));
            } catch (DamagedException | UnsupportedFormatException e) {
                assertThat(e).hasMessageContaining(packKey().value());
                refused++;
            }
        }
        assertThat(refused).as(what).isPositive();
    }

    private static ByteBuffer forwarding(PackId from, PackId to, List<ChunkId> sorted) {
        var target = ByteBuffer.allocate(4096);
        for (var chunk : sorted) {
            chunk.write(target);
            to.write(target);
        }
        PackFooter.seal(Seals.unencrypted().forNew(from.key()), PackFooter.Kind.FORWARDING, 0, 0, target);
        return target.flip();
    }

    /// The same chunks under another name.
    private ByteBuffer packOf(PackId name, byte[] original) {
        var footer = PackFooter.read(refs.getFirst().pack(), original, Seals.unencrypted());
        var entries = new ArrayList<PackEntry>();
        for (int i = 0; i < footer.entries(); i++) {
            entries.add(footer.entry(i));
        }
        int dataBytes = original.length - footerBytes();
        var target = ByteBuffer.allocate(original.length).put(original, 0, dataBytes);
        PackFooter.write(Seals.unencrypted().forNew(name.key()), PackFooter.Kind.CHUNKS, dataBytes, entries, target);
        return target.flip();
    }

    private int footerBytes() {
        return 20 * PackFormat.ENTRY_BYTES + PackFormat.TRAILER_BYTES;
    }

    private ObjectKey packKey() {
        return refs.getFirst().pack().key();
    }
}
