package dev.lifeboat.repository;

import dev.lifeboat.repository.objectstore.InMemoryObjectStore;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// What can happen to the objects of a repository behind its back.
enum Damages {
    CONTENT_FLIPPED {
        @Override
        String apply(InMemoryObjectStore store, RecoveryPoint point, Random random) {
            var pack = pick(store, "packs/", random);
            int dataBytes = (int) ByteBuffer.wrap(store.get(pack).orElseThrow()).getLong(length(store, pack) - 64);
            return flip(store, pack, random.nextInt(dataBytes));
        }
    },
    PAGE_FLIPPED {
        @Override
        String apply(InMemoryObjectStore store, RecoveryPoint point, Random random) {
            var pages = point.disks().getFirst().pages();
            var page = pages.get(random.nextInt(pages.size())).chunk();
            var content = ByteBuffer.wrap(store.get(page.pack().key()).orElseThrow());
            int entries = content.getInt(content.limit() - 56);
            for (int entry = content.limit() - 64 - 48 * entries; ; entry += 48) {
                var id = new byte[32];
                content.get(entry, id);
                if (HexFormat.of().formatHex(id).equals(page.chunk().toString())) {
                    return flip(
                            store,
                            page.pack().key(),
                            content.getInt(entry + 32) + random.nextInt(content.getInt(entry + 36)));
                }
            }
        }
    },
    FOOTER_FLIPPED {
        @Override
        String apply(InMemoryObjectStore store, RecoveryPoint point, Random random) {
            var pack = pick(store, "packs/", random);
            return flip(store, pack, length(store, pack) - 64 - random.nextInt(48));
        }
    },
    MAGIC_FLIPPED {
        @Override
        String apply(InMemoryObjectStore store, RecoveryPoint point, Random random) {
            var pack = pick(store, "packs/", random);
            return flip(store, pack, length(store, pack) - 1 - random.nextInt(8));
        }
    },
    PACK_CUT {
        @Override
        String apply(InMemoryObjectStore store, RecoveryPoint point, Random random) {
            var pack = pick(store, "packs/", random);
            var content = store.get(pack).orElseThrow();
            store.put(pack, ByteBuffer.wrap(content, 0, random.nextInt(content.length)));
            return pack.value();
        }
    },
    /// The footer is whole, but everything before it moved.
    PACK_SPLICED {
        @Override
        String apply(InMemoryObjectStore store, RecoveryPoint point, Random random) {
            var pack = pick(store, "packs/", random);
            var content = store.get(pack).orElseThrow();
            int cut = 1 + random.nextInt(200);
            store.put(pack, ByteBuffer.wrap(content, cut, content.length - cut));
            return pack.value();
        }
    },
    PACK_GONE {
        @Override
        String apply(InMemoryObjectStore store, RecoveryPoint point, Random random) {
            var pack = pick(store, "packs/", random);
            store.delete(pack);
            return pack.value();
        }
    },
    PACK_SWAPPED {
        @Override
        String apply(InMemoryObjectStore store, RecoveryPoint point, Random random) {
            var packs = keys(store, "packs/");
            store.put(
                    packs.getFirst(), ByteBuffer.wrap(store.get(packs.getLast()).orElseThrow()));
            return packs.getFirst().value();
        }
    };

    /// @return the key of the object that is hit
    abstract String apply(InMemoryObjectStore store, RecoveryPoint point, Random random);

    static List<ObjectKey> keys(InMemoryObjectStore store, String prefix) {
        return store.listAll(prefix).map(ObjectEntry::key).toList();
    }

    static ObjectKey pick(InMemoryObjectStore store, String prefix, Random random) {
        var keys = keys(store, prefix);
        return keys.get(random.nextInt(keys.size()));
    }

    /// All bits of one byte: single ones exist that a zstd frame's header ignores, which are no damage.
    static String flip(InMemoryObjectStore store, ObjectKey key, int at) {
        var content = store.get(key).orElseThrow().clone();
        content[at] = (byte) ~content[at];
        store.put(key, ByteBuffer.wrap(content));
        return key.value();
    }

    private static int length(InMemoryObjectStore store, ObjectKey key) {
        return Math.toIntExact(store.size(key).orElseThrow());
    }

    /// All objects with their content, to see what a repair changed.
    static String fingerprint(InMemoryObjectStore store, String prefix) {
        var text = new StringBuilder();
        keys(store, prefix)
                .forEach(key -> text.append(key)
                        .append(' ')
                        .append(Arrays.hashCode(store.get(key).orElseThrow()))
                        .append('\n'));
        return text.toString();
    }
}
