package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.ObjectSeal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The memory of one pack while it is filled and stored; used again for the next one.
///
/// Not safe by itself: [PackWriter] holds its lock around every call but [#copy].
final class PackBuffer {

    private final byte[] array;
    private final int dataCapacity;
    private final List<PackEntry> entries = new ArrayList<>();

    private PackId pack;
    private ObjectSeal seal;
    private int dataBytes;
    private int unfinishedCopies;
    private boolean closed;

    PackBuffer(PackId pack, ObjectSeal seal, int dataCapacity) {
        this.pack = pack;
        this.seal = seal;
        this.dataCapacity = dataCapacity;
        this.array = new byte[dataCapacity + PackFormat.MOST_FOOTER_BYTES];
    }

    void reuse(PackId next, ObjectSeal nextSeal) {
        pack = next;
        seal = nextSeal;
        entries.clear();
        dataBytes = 0;
        closed = false;
    }

    PackId pack() {
        return pack;
    }

    /// @param bytes of a chunk before it is encrypted
    boolean hasRoom(int bytes) {
        return dataBytes + bytes + seal.growthBytes() <= dataCapacity && entries.size() < PackFormat.MOST_ENTRIES;
    }

    /// Takes the place of a chunk; the caller has it copied there and then says [#copied].
    PackEntry reserve(EncodedChunk chunk) {
        var entry = chunk.at(dataBytes, seal);
        entries.add(entry);
        dataBytes += entry.storedBytes();
        unfinishedCopies++;
        return entry;
    }

    /// The copying is the encrypting: no byte is touched twice. Several threads may, each at its own place.
    void copy(EncodedChunk chunk, PackEntry place) {
        seal.sealChunk(place.offset(), chunk.stored(), ByteBuffer.wrap(array, place.offset(), place.storedBytes()));
    }

    void copied() {
        unfinishedCopies--;
    }

    void close() {
        closed = true;
    }

    boolean isComplete() {
        return closed && unfinishedCopies == 0;
    }

    /// A chunk that is not in the store yet.
    record Pending(PackEntry entry, ObjectSeal seal, ByteBuffer stored) {}

    /// The chunk as stored, if it is here and copied.
    Optional<Pending> copyOf(ChunkId chunk) {
        return entries.stream()
                .filter(entry -> entry.chunk().equals(chunk))
                .findFirst()
                .map(entry -> {
                    var stored = new byte[entry.storedBytes()];
                    System.arraycopy(array, entry.offset(), stored, 0, stored.length);
                    return new Pending(entry, seal, ByteBuffer.wrap(stored));
                });
    }

    /// Appends the footer; the result is the whole object.
    ByteBuffer seal() {
        // A copy: this runs without the writer's lock, and readers of pending chunks walk the list meanwhile.
        var sorted =
                entries.stream().sorted(Comparator.comparing(PackEntry::chunk)).toList();
        var target = ByteBuffer.wrap(array).position(dataBytes);
        PackFooter.write(seal, PackFooter.Kind.CHUNKS, dataBytes, sorted, target);
        return target.flip();
    }
}
