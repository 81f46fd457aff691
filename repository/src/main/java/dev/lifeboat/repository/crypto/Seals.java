package dev.lifeboat.repository.crypto;

import dev.lifeboat.repository.objectstore.ObjectKey;

/// How the objects of one repository are sealed and named. Safe for any number of threads.
///
/// FORMAT.md, "Checksums and seals".
public sealed interface Seals permits PlainSeals, KeyedSeals {

    /// Checksums against accidents; whoever can write to the store can forge them.
    static Seals unencrypted() {
        return PlainSeals.INSTANCE;
    }

    /// A new one: for one thread at a time.
    ChunkHasher chunkHasher();

    /// For an object that is about to be written under that key.
    ObjectSeal forNew(ObjectKey key);

    /// For an object that was read.
    ///
    /// @param dataKey as the object names it
    /// @param seal as the object holds it, not checked yet
    ObjectSeal forRead(ObjectKey key, int dataKey, byte[] seal);

    /// Whether objects are encrypted and not only checked.
    boolean encrypted();

    /// Grows with each change of the keys; 0 where there are none.
    long generation();

    /// What stands for a name in object keys: the name itself, or something that tells nothing of it. The
    /// same for the same arguments, always.
    ///
    /// @param context what the name belongs to: equal names in other contexts do not look equal
    String publicName(String context, String name);
}
