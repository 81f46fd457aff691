package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.ObjectSeal;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The bytes of a dedup segment: header, packs, entries of fixed width ascending by chunk id, seal.
final class DedupSegment {

    private static final long MAGIC = 0x4c4946455345474dL; // LIFESEGM
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;
    private static final int ENTRY_BYTES = ChunkId.BYTES + Integer.BYTES;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private DedupSegment() {}

    /// From the size alone, before anything is fetched: the packs make it an overestimate.
    static long mostEntries(long sizeBytes) {
        return Math.max(0, sizeBytes - HEADER_BYTES - ObjectSeal.BYTES) / ENTRY_BYTES;
    }

    static ByteBuffer write(ObjectSeal seal, List<ChunkRef> sorted) {
        var packs = new TreeMap<PackId, Integer>();
        sorted.forEach(ref -> packs.put(ref.pack(), 0));
        int number = 0;
        for (var pack : packs.entrySet()) {
            pack.setValue(number++);
        }
        var target = ByteBuffer.allocate(
                HEADER_BYTES + packs.size() * PackId.BYTES + sorted.size() * ENTRY_BYTES + ObjectSeal.BYTES);
        target.putLong(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(seal.dataKey());
        target.putInt(packs.size()).putInt(sorted.size()).putLong(0);
        packs.keySet().forEach(pack -> pack.write(target));
        for (var ref : sorted) {
            ref.chunk().write(target);
            target.putInt(packs.getOrDefault(ref.pack(), 0));
        }
        target.put(seal.seal(
                target.slice(0, HEADER_BYTES), target.slice(HEADER_BYTES, target.position() - HEADER_BYTES), NOTHING));
        return target.flip();
    }

    /// Hands out the entries one by one: a list of them would take four times the bytes.
    ///
    /// @return how many
    static int read(ObjectKey key, ByteBuffer source, Seals seals, Consumer<ChunkRef> target) {
        checkHeader(key, source);
        int packCount = source.getInt(16);
        int entryCount = source.getInt(20);
        long expected =
                HEADER_BYTES + (long) packCount * PackId.BYTES + (long) entryCount * ENTRY_BYTES + ObjectSeal.BYTES;
        if (packCount < 0 || entryCount < 0 || expected != source.limit()) {
            throw damaged(key, packCount + " packs and " + entryCount + " chunks", source.limit() + " bytes");
        }
        open(key, source, seals);
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
        if (source.limit() < HEADER_BYTES + ObjectSeal.BYTES || source.getLong(0) != MAGIC) {
            throw damaged(key, "LIFESEGM in its first bytes", source.limit() + " bytes of something else");
        }
        if (source.getShort(8) != VERSION) {
            throw new UnsupportedFormatException(key.value(), "segment version " + source.getShort(8));
        }
    }

    private static void open(ObjectKey key, ByteBuffer source, Seals seals) {
        int covered = source.limit() - ObjectSeal.BYTES;
        var stored = new byte[ObjectSeal.BYTES];
        source.get(covered, stored);
        seals.forRead(key, source.getInt(12), stored)
                .open(source.slice(0, HEADER_BYTES), source.slice(HEADER_BYTES, covered - HEADER_BYTES), NOTHING);
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
