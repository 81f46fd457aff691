package dev.lifeboat.simulator.storage;

import dev.lifeboat.simulator.rpc.XapiError;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The disks of one repository. Reading and writing share a lock that only changes of the layer tree hold alone.
public final class DiskStore implements Closeable {
    /// A chain longer than this cannot be snapshotted until garbage collection has shortened it.
    public static final int LONGEST_CHAIN = 30;

    private final Path directory;
    private final long capacityBytes;
    private final Images images = new Images();
    private final ReentrantReadWriteLock tree = new ReentrantReadWriteLock();
    private volatile boolean full;

    public DiskStore(Path directory, long capacityBytes) {
        this.directory = directory;
        this.capacityBytes = capacityBytes;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the storage directory " + directory, e);
        }
    }

    /// From now on every write that needs space fails, until called with false.
    public void full(boolean isFull) {
        full = isFull;
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    public void create(String uuid, long sizeBytes) {
        requireSpace();
        change(() -> images.add(new Image(uuid, sizeBytes, newLayer(sizeBytes, Optional.empty()), false)));
    }

    /// The source's layer becomes the hidden base of both; nothing is copied. Change tracking passes to the snapshot.
    public void snapshot(String source, String base, String snapshot) {
        requireSpace();
        change(() -> {
            var origin = images.get(source);
            var copy = fork(origin, base, snapshot);
            origin.log().ifPresent(log -> {
                copy.log(Optional.of(log));
                origin.log(Optional.of(new ChangeLog(origin.sizeBytes(), Optional.of(log))));
            });
        });
    }

    /// As a snapshot, but the copy is an ordinary disk without change tracking.
    public void cloneDisk(String source, String base, String copy) {
        requireSpace();
        change(() -> fork(images.get(source), base, copy));
    }

    private Image fork(Image origin, String base, String copyUuid) {
        if (origin.layer().depth() >= LONGEST_CHAIN) {
            throw XapiError.backend(109, "The snapshot chain is too long");
        }
        var frozen = origin.layer();
        images.add(new Image(base, origin.sizeBytes(), frozen, true));
        origin.layer(Optional.of(newLayer(origin.sizeBytes(), Optional.of(frozen))));
        var copy = new Image(copyUuid, origin.sizeBytes(), newLayer(origin.sizeBytes(), Optional.of(frozen)), false);
        images.add(copy);
        return copy;
    }

    public void destroy(String uuid) {
        change(() -> {
            var image = images.get(uuid);
            image.log().ifPresent(ChangeLog::mergeIntoNewer);
            dropLayer(image);
            images.remove(uuid);
        });
    }

    /// Frees the data and keeps the change log.
    public void destroyData(String uuid) {
        change(() -> dropLayer(images.get(uuid)));
    }

    public void resize(String uuid, long sizeBytes) {
        change(() -> {
            var image = images.get(uuid);
            image.layer().grow(sizeBytes);
            image.sizeBytes(sizeBytes);
            image.log().ifPresent(log -> log.grow(sizeBytes));
        });
    }

    public void enableTracking(String uuid) {
        change(() -> {
            var image = images.get(uuid);
            if (image.log().isEmpty()) {
                image.log(Optional.of(new ChangeLog(image.sizeBytes(), Optional.empty())));
            }
        });
    }

    public void disableTracking(String uuid) {
        change(() -> {
            var image = images.get(uuid);
            image.log().ifPresent(ChangeLog::cut);
            image.log(Optional.empty());
        });
    }

    public byte[] changedBlocks(String from, String to) {
        return look(() -> {
            var older = images.get(from);
            if (from.equals(to)) {
                throw XapiError.backend(
                        460,
                        "Failed to calculate changed blocks for given VDIs. [opterr=Source and target VDI are same]");
            }
            var newer = images.get(to).log().orElseThrow(ChangedBlocks::unrelated);
            return ChangedBlocks.between(older.log().orElseThrow(ChangedBlocks::unrelated), newer);
        });
    }

    public long sizeBytes(String uuid) {
        return look(() -> images.get(uuid).sizeBytes());
    }

    public void read(String uuid, long offset, byte[] target, int at, int length) {
        look(() -> {
            var image = images.get(uuid);
            requireRange(image, offset, length);
            image.layer().read(offset, target, at, length);
            return length;
        });
    }

    public void write(String uuid, long offset, byte[] source, int at, int length) {
        requireSpace();
        if (length == 0) {
            return;
        }
        look(() -> {
            var image = images.get(uuid);
            requireRange(image, offset, length);
            image.layer().write(offset, source, at, length);
            image.log().ifPresent(log -> log.mark(offset, length));
            return length;
        });
    }

    /// The 2 MiB blocks that any layer of the disk's chain holds.
    public BitSet allocatedVhdBlocks(String uuid) {
        return look(() -> VhdBlocks.of(images.get(uuid).sizeBytes(), images.chain(uuid)));
    }

    /// The 2 MiB blocks in those layers that only one of the two disks' chains has.
    public BitSet differingVhdBlocks(String uuid, String base) {
        return look(() -> {
            var ours = images.chain(uuid);
            var theirs = images.chain(base);
            var either = new HashSet<>(ours);
            either.addAll(theirs);
            ours.retainAll(theirs);
            either.removeAll(ours);
            return VhdBlocks.of(images.get(uuid).sizeBytes(), either);
        });
    }

    /// Bytes that this disk alone holds, without its parents.
    public long ownBytes(String uuid) {
        return look(() -> ownBytes(images.get(uuid)));
    }

    private static long ownBytes(Image image) {
        return image.hasData() ? image.layer().allocated().count() * BlockMap.BLOCK_BYTES : 0;
    }

    public long usedBytes() {
        return look(() -> images.all().stream().mapToLong(DiskStore::ownBytes).sum());
    }

    public int chainLength(String uuid) {
        return look(() -> images.get(uuid).layer().depth());
    }

    /// The hidden disk below, or nothing for the root of a tree.
    public Optional<String> parent(String uuid) {
        return look(() -> {
            var image = images.get(uuid);
            return image.hasData() ? image.layer().parent().map(images::ownerOf) : Optional.empty();
        });
    }

    /// Does one step of garbage collection, if there is one to do: drops a hidden disk without children, or merges a
    /// disk into a
    /// hidden parent whose only child it is.
    public Optional<Coalesced> coalesce() {
        return holding(tree.writeLock(), () -> new GarbageCollection(images).step());
    }

    @Override
    public void close() throws IOException {
        tree.writeLock().lock();
        try {
            for (var image : images.all()) {
                if (image.hasData()) {
                    image.layer().close();
                }
            }
        } finally {
            tree.writeLock().unlock();
        }
    }

    private static void dropLayer(Image image) throws IOException {
        if (image.hasData()) {
            image.layer().delete();
            image.layer(Optional.empty());
        }
    }

    private Layer newLayer(long sizeBytes, Optional<Layer> parent) {
        try {
            return Layer.create(directory.resolve(UUID.randomUUID() + ".layer"), sizeBytes, parent);
        } catch (IOException e) {
            throw new StorageFailure("cannot create a layer in " + directory, e);
        }
    }

    private void requireSpace() {
        if (full) {
            throw new StorageFull();
        }
    }

    private static void requireRange(Image image, long offset, int length) {
        if (offset < 0 || length < 0 || offset + length > image.sizeBytes()) {
            throw new StorageFailure("range %d+%d lies outside disk %s of %d bytes"
                    .formatted(offset, length, image.uuid(), image.sizeBytes()));
        }
    }

    private interface Access<T> {
        T get() throws IOException;
    }

    private interface Modification {
        void run() throws IOException;
    }

    private <T> T look(Access<T> access) {
        return holding(tree.readLock(), access);
    }

    private void change(Modification modification) {
        holding(tree.writeLock(), () -> {
            modification.run();
            return true;
        });
    }

    private <T> T holding(Lock lock, Access<T> access) {
        lock.lock();
        try {
            return access.get();
        } catch (IOException e) {
            throw new StorageFailure("I/O on " + directory + " failed", e);
        } finally {
            lock.unlock();
        }
    }
}
