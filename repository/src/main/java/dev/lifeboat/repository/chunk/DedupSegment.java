package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The bytes of a dedup segment: header, packs, entries of fixed width ascending by chunk id, checksum.
final class DedupSegment {

    private static final long MAGIC = 0x4c4946455345474dL; // LIFESEGM
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;
    private static final int ENTRY_BYTES = ChunkId.BYTES + Integer.BYTES;

    private DedupSegment() {}

    /// From the size alone, before anything is fetched: the packs make it an overestimate.
    static long mostEntries(long sizeBytes) {
        return Math.max(0, sizeBytes - HEADER_BYTES - Checksum.BYTES) / ENTRY_BYTES;
    }

    static ByteBuffer write(ObjectKey key, List<ChunkRef> sorted) {
        var packs = new TreeMap<PackId, Integer>();
        sorted.forEach(ref -> packs.put(ref.pack(), 0));
        int number = 0;
        for (var pack : packs.entrySet()) {
            pack.setValue(number++);
        }
        var target = ByteBuffer.allocate(
                HEADER_BYTES + packs.size() * PackId.BYTES + sorted.size() * ENTRY_BYTES + Checksum.BYTES);
        target.putLong(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(0);
        target.putInt(packs.size()).putInt(sorted.size()).putLong(0);
        packs.keySet().forEach(pack -> pack.write(target));
        for (var ref : sorted) {
            ref.chunk().write(target);
            target.putInt(packs.getOrDefault(ref.pack(), 0));
        }
        target.put(Checksum.of(key, target.duplicate().flip()));
        return target.flip();
    }

    /// Hands out the entries one by one: a list of them would take four times the bytes.
    ///
    /// @return how many
    static int read(ObjectKey key, ByteBuffer source, Consumer<ChunkRef> target) {
        checkHeader(key, source);
        int packCount = source.getInt(16);
        int entryCount = source.getInt(20);
        long expected =
                HEADER_BYTES + (long) packCount * PackId.BYTES + (long) entryCount * ENTRY_BYTES + Checksum.BYTES;
        if (packCount < 0 || entryCount < 0 || expected != source.limit()) {
            throw damaged(key, packCount + " packs and " + entryCount + " chunks", source.limit() + " bytes");
        }
        checkSum(key, source);
        source.position(HEADER_BYTES);
        var packs = new PackId[packCount];
        for (int i = 0; i < packCount; i++) {
            packs[i] = PackId.read(source);
        }
        for (int i = 0; i < entryCount; i++) {
            var chunk = ChunkId.read(source);
            target.accept(new ChunkRef(chunk, pack(key, packs, source.getInt())));
        }
        return entryCount;
    }

    private static void checkHeader(ObjectKey key, ByteBuffer source) {
        if (source.limit() < HEADER_BYTES + Checksum.BYTES || source.getLong(0) != MAGIC) {
            throw damaged(key, "LIFESEGM in its first bytes", source.limit() + " bytes of something else");
        }
        if (source.getShort(8) != VERSION || source.getInt(12) != 0) {
            throw new UnsupportedFormatException(
                    key.value(), "segment version " + source.getShort(8) + ", key " + source.getInt(12));
        }
    }

    private static void checkSum(ObjectKey key, ByteBuffer source) {
        int covered = source.limit() - Checksum.BYTES;
        var stored = new byte[Checksum.BYTES];
        source.get(covered, stored);
        if (!Checksum.matches(stored, key, source.duplicate().position(0).limit(covered))) {
            throw damaged(key, "content that matches its checksum", "other content, or the content of another object");
        }
    }

    private static PackId pack(ObjectKey key, PackId[] packs, int number) {
        if (number < 0 || number >= packs.length) {
            throw damaged(key, "a pack below " + packs.length, "pack " + number);
        }
        return packs[number];
    }

    private static DamagedException damaged(ObjectKey key, String expected, String found) {
        return new DamagedException(key.value(), expected, found);
    }
}
