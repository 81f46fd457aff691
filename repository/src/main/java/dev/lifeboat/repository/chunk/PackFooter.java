package dev.lifeboat.repository.chunk;

import dev.lifeboat.repository.crypto.ObjectSeal;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The table at the end of a pack, checked as a whole; entries ascend by chunk id and are decoded when asked
/// for.
///
/// A *forwarding* object stands under the name of a pack whose living chunks were copied elsewhere; its
/// entries, of the same width, name the new pack of each.
final class PackFooter {

    /// What the entries say, as the trailer numbers it.
    enum Kind {
        CHUNKS(0),
        FORWARDING(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Optional<Kind> of(int code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Kind kind;
    private final ObjectSeal seal;
    private final long dataBytes;
    private final ByteBuffer table;
    private final int entries;

    private PackFooter(Kind kind, ObjectSeal seal, long dataBytes, ByteBuffer table) {
        this.kind = kind;
        this.seal = seal;
        this.dataBytes = dataBytes;
        this.table = table;
        this.entries = table.remaining() / PackFormat.ENTRY_BYTES;
    }

    int entries() {
        return entries;
    }

    /// What the chunks of this pack are opened with.
    ObjectSeal seal() {
        return seal;
    }

    boolean isForwarding() {
        return kind == Kind.FORWARDING;
    }

    /// How long the whole object has to be.
    long objectBytes() {
        return dataBytes + table.remaining() + PackFormat.TRAILER_BYTES;
    }

    /// Of a forwarding object: an entry's chunk, and the pack it went to.
    ChunkRef target(int index) {
        var entry = table.duplicate().position(index * PackFormat.ENTRY_BYTES);
        return new ChunkRef(ChunkId.read(entry), PackId.read(entry));
    }

    int sizeBytes() {
        return table.remaining();
    }

    PackEntry entry(int index) {
        return PackEntry.read(table, index);
    }

    Location locate(ChunkId chunk) {
        int low = 0;
        int high = entries - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = PackEntry.chunkAt(table, middle).compareTo(chunk);
            if (order == 0) {
                return found(middle);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return new Location.Nowhere();
    }

    private Location found(int index) {
        return switch (kind) {
            case CHUNKS -> new Location.Here(entry(index));
            case FORWARDING ->
                new Location.Moved(
                        PackId.read(table.duplicate().position(index * PackFormat.ENTRY_BYTES + ChunkId.BYTES)));
        };
    }

    /// Writes table and trailer from the target's position on.
    static void write(ObjectSeal seal, Kind kind, long dataBytes, List<PackEntry> sorted, ByteBuffer target) {
        int start = target.position();
        sorted.forEach(entry -> entry.write(target));
        seal(seal, kind, dataBytes, start, target);
    }

    static void seal(ObjectSeal seal, Kind kind, long dataBytes, int tableStart, ByteBuffer target) {
        int tableEnd = target.position();
        target.putLong(dataBytes);
        target.putInt((tableEnd - tableStart) / PackFormat.ENTRY_BYTES);
        target.putInt(seal.dataKey());
        target.putShort((short) PackFormat.VERSION).putShort((short) kind.code).putInt(0);
        var table = target.duplicate().position(tableStart).limit(tableEnd);
        var head = target.duplicate().position(tableEnd).limit(target.position());
        target.put(seal.seal(NOTHING, table, head));
        target.putLong(PackFormat.MAGIC);
    }

    /// How long table and trailer are together, from the trailer alone.
    static int footerBytes(PackId pack, byte[] suffix) {
        if (suffix.length < PackFormat.TRAILER_BYTES) {
            throw damaged(pack, "at least " + PackFormat.TRAILER_BYTES + " bytes", suffix.length + " bytes");
        }
        var trailer = ByteBuffer.wrap(suffix, suffix.length - PackFormat.TRAILER_BYTES, PackFormat.TRAILER_BYTES)
                .slice();
        if (trailer.getLong(56) != PackFormat.MAGIC) {
            throw damaged(pack, "LIFEPACK in its last bytes", "something else");
        }
        int version = trailer.getShort(16);
        int kind = trailer.getShort(18);
        if (version != PackFormat.VERSION || Kind.of(kind).isEmpty()) {
            throw new UnsupportedFormatException(pack.key().value(), "pack version " + version + ", kind " + kind);
        }
        int entries = trailer.getInt(8);
        if (entries < 0 || entries > PackFormat.MOST_ENTRIES) {
            throw damaged(pack, "up to " + PackFormat.MOST_ENTRIES + " entries", Integer.toString(entries));
        }
        return entries * PackFormat.ENTRY_BYTES + PackFormat.TRAILER_BYTES;
    }

    /// @param suffix ends where the pack ends and holds at least [#footerBytes]
    static PackFooter read(PackId pack, byte[] suffix, Seals seals) {
        int length = footerBytes(pack, suffix);
        if (suffix.length < length) {
            throw damaged(pack, "a footer of " + length + " bytes", suffix.length + " bytes");
        }
        var footer = ByteBuffer.wrap(suffix, suffix.length - length, length).slice();
        int tableBytes = length - PackFormat.TRAILER_BYTES;
        var stored = new byte[ObjectSeal.BYTES];
        footer.get(tableBytes + PackFormat.TRAILER_HEAD_BYTES, stored);
        var seal = seals.forRead(pack.key(), footer.getInt(tableBytes + 12), stored);
        var table = footer.slice(0, tableBytes);
        seal.open(NOTHING, table, footer.slice(tableBytes, PackFormat.TRAILER_HEAD_BYTES));
        var kind = Kind.of(footer.getShort(tableBytes + 18)).orElse(Kind.CHUNKS);
        var read = new PackFooter(kind, seal, footer.getLong(tableBytes), table);
        read.check(pack, footer.getLong(tableBytes));
        return read;
    }

    /// The checksum proves who wrote it, not that the writer was sane: offsets are looked at before they are
    /// believed.
    private void check(PackId pack, long dataBytes) {
        for (int i = 0; i < entries; i++) {
            if (i > 0 && PackEntry.chunkAt(table, i - 1).compareTo(PackEntry.chunkAt(table, i)) > 0) {
                throw damaged(pack, "entries that ascend", "entry " + i + " out of order");
            }
            if (kind == Kind.CHUNKS && !entry(i).fits(dataBytes)) {
                throw damaged(pack, "chunks within " + dataBytes + " bytes", entry(i).toString());
            }
        }
    }

    private static DamagedException damaged(PackId pack, String expected, String found) {
        return new DamagedException(pack.key().value(), expected, found);
    }
}
