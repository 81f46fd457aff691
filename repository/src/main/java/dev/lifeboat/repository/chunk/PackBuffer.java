package dev.lifeboat.repository.chunk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The memory of one pack while it is filled and stored; used again for the next one.
///
/// Not safe by itself: [PackWriter] holds its lock around every call but the copying into [#array].
final class PackBuffer {

    private final byte[] array;
    private final int dataCapacity;
    private final List<PackEntry> entries = new ArrayList<>();

    private PackId pack;
    private int dataBytes;
    private int unfinishedCopies;
    private boolean closed;

    PackBuffer(PackId pack, int dataCapacity) {
        this.pack = pack;
        this.dataCapacity = dataCapacity;
        this.array = new byte[dataCapacity + PackFormat.MOST_FOOTER_BYTES];
    }

    void reuse(PackId next) {
        pack = next;
        entries.clear();
        dataBytes = 0;
        closed = false;
    }

    PackId pack() {
        return pack;
    }

    byte[] array() {
        return array;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean hasRoom(int bytes) {
        return dataBytes + bytes <= dataCapacity && entries.size() < PackFormat.MOST_ENTRIES;
    }

    /// Takes the place of a chunk; the caller copies the bytes there and then says [#copied].
    int reserve(EncodedChunk chunk) {
        int offset = dataBytes;
        entries.add(chunk.at(offset));
        dataBytes += chunk.storedBytes();
        unfinishedCopies++;
        return offset;
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

    /// The chunk as stored, if it is here and copied.
    Optional<EncodedChunk> copyOf(ChunkId chunk) {
        return entries.stream()
                .filter(entry -> entry.chunk().equals(chunk))
                .findFirst()
                .map(entry -> {
                    var stored = new byte[entry.storedBytes()];
                    System.arraycopy(array, entry.offset(), stored, 0, stored.length);
                    return new EncodedChunk(chunk, ByteBuffer.wrap(stored), entry.rawBytes(), entry.flags());
                });
    }

    /// Appends the footer; the result is the whole object.
    ByteBuffer seal() {
        entries.sort(Comparator.comparing(PackEntry::chunk));
        var target = ByteBuffer.wrap(array).position(dataBytes);
        PackFooter.write(pack, PackFooter.Kind.CHUNKS, dataBytes, entries, target);
        return target.flip();
    }
}
