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
/// - **Durable.** When a put returns, the object survives a crash of the machine that wrote it, and of as many
///   of the store's as its operator has provided for.
/// - **Read after write.** After a put or a delete has returned, every call of every client sees it, listings
///   too.
/// - **One winner.** Of several [#putIfAbsent] of one key exactly one creates it, across processes and
///   machines.
/// - **Order.** Listings are in ascending order of keys, byte by byte, and go on from any key, there or not.
/// - **Names.** No key is another one continued by a slash; who puts such a pair gets an error or not, as the
///   store likes.
/// - **Threads.** Every method may be called from any thread at any time. Calls block; interrupting one is
///   not supported. A server that is silent is given up; a hard mount of NFS waits for its own.
/// - **Buffers.** A put reads its content from position to limit without changing either, and keeps nothing
///   of it after it returned.
///
/// Failures are [ObjectStoreException]s or [StoreNotWritableException]; something that is not there is an
/// answer and no failure. An implementation makes each call once; repeating is [RetryingObjectStore]'s:
/// - *Retryable* are throttling, timeouts, lost connections, bodies cut or changed on the way, the server's own
///   trouble (5xx but 501), clocks that differ, and credentials that have run out where they may be renewed.
/// - *Final* are refusals: access denied, no such bucket, wrong region, bad requests, what a server has not
///   got (501), a certificate that is not trusted, a full disk.
/// - *Twice* may be called whatever reads, [#put], [#delete] and [#deleteAll]: they end the same.
/// - *A lost answer.* After a failed put the object may exist or not. A repeated [#putIfAbsent] may then find
///   what its own first try has written, and says that it did not create it; its caller compares the content.
public interface ObjectStore extends AutoCloseable {

    /// Creates or replaces the object.
    void put(ObjectKey key, ByteBuffer content);

    /// Creates the object unless one of that key exists; an existing one stays as it is.
    ///
    /// @return whether this call created it
    boolean putIfAbsent(ObjectKey key, ByteBuffer content);

    /// Begins an object that is stored in parts. A former upload of that key that was never completed, as
    /// that of a process that died, is given up, as far as the store lets find it: its writer fails, if it
    /// is still there.
    ///
    /// @param partBytes of each part but the last, from [Upload#LEAST_PART_BYTES] on
    Upload upload(ObjectKey key, int partBytes);

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
