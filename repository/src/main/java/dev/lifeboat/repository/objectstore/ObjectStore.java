package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.StoreNotWritableException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Storage of immutable objects by key: a bucket prefix, a directory, or memory.
///
/// What every implementation promises, and the contract suite checks:
/// - **Whole or not at all.** An object becomes visible with all its bytes or does not exist; nobody ever
///   reads a part of one. A writer that dies leaves at most something no other call of this interface can
///   see.
/// - **Durable.** When a put returns, the object survives a crash of the machine that wrote it.
/// - **Read after write.** After a put or a delete has returned, every call of every client sees it, listings
///   too.
/// - **One winner.** Of several [#putIfAbsent] of one key exactly one creates it, across processes and
///   machines.
/// - **Names.** No key is another one continued by a slash; who puts such a pair gets an error or not, as the
///   store likes.
/// - **Threads.** Every method may be called from any thread at any time. Calls block; interrupting one is
///   not supported.
/// - **Buffers.** A put reads its content from position to limit without changing either, and keeps nothing
///   of it after it returned.
///
/// Failures are [ObjectStoreException]s, which say whether the same call may succeed later, or
/// [StoreNotWritableException]. Something that is not there is an answer and no failure. After a failed put
/// the object may exist or not: the answer may have been lost on the way. So [#put] and [#delete] may simply
/// be repeated; a repeated [#putIfAbsent] may find what its own first try has written, and its caller
/// compares.
public interface ObjectStore extends AutoCloseable {

    /// Creates or replaces the object.
    void put(ObjectKey key, ByteBuffer content);

    /// Creates the object unless one of that key exists; an existing one stays as it is.
    ///
    /// @return whether this call created it
    boolean putIfAbsent(ObjectKey key, ByteBuffer content);

    /// The whole object. Meant for small ones: it is held in memory, and refused beyond [#LARGEST_WHOLE_GET].
    Optional<byte[]> get(ObjectKey key);

    /// Fills the target from `offset` of the object on.
    ///
    /// @return how many bytes were put into the target: fewer than it has room for only where the object
    ///     ends, 0 at or behind its end; or empty when there is no such object
    OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target);

    /// The last `length` bytes of the object, or all of it if it is shorter.
    Optional<byte[]> getSuffix(ObjectKey key, int length);

    /// The first `limit` objects, in ascending order of key, whose key starts with `prefix` and is greater
    /// than `after`. Fewer than `limit` means that there are no more.
    List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit);

    /// Deletes the object; deleting what is not there is fine.
    void delete(ObjectKey key);

    /// Deletes all of them, in as few calls as the store allows and in no particular order; those that are
    /// not there are fine. After a failure some may be gone and others not, and the same call may be
    /// repeated.
    default void deleteAll(Collection<ObjectKey> keys) {
        keys.forEach(this::delete);
    }

    /// How long the object is, or empty when there is none.
    OptionalLong size(ObjectKey key);

    /// What is set on the store that concerns a repository, as far as the credentials permit to look. Never
    /// fails because of a lack of permission; empty where there is nothing of the kind.
    default List<StoreSetting> settings() {
        return List.of();
    }

    /// A name for messages: bucket and prefix, or the directory. Holds no secret.
    String describe();

    /// Releases connections. Objects stay.
    @Override
    void close();

    /// What [#get] holds in memory at most: far above the largest manifest or dedup segment.
    int LARGEST_WHOLE_GET = 64 << 20;

    /// All objects whose key starts with `prefix`, in ascending order, fetched a page at a time.
    default Stream<ObjectEntry> listAll(String prefix) {
        return Listing.stream(this, prefix);
    }
}
