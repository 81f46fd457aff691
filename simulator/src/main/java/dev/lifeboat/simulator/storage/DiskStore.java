package dev.lifeboat.simulator.storage;

import dev.lifeboat.simulator.rpc.XapiError;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The disks of all repositories by uuid; each counts in the space of its own repository.
public final class DiskStore implements Closeable {
    /// A chain longer than this cannot be snapshotted until garbage collection has shortened it.
    public static final int LONGEST_CHAIN = 30;

    private final Path directory;
    private final Space defaultSpace;
    private final Images images = new Images();
    private final TreeLock tree;

    public DiskStore(Path directory, long capacityBytes) {
        this.directory = directory;
        this.defaultSpace = new Space(capacityBytes, false);
        this.tree = new TreeLock(directory);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the storage directory " + directory, e);
        }
    }

    /// The space of disks that are created without naming one.
    public Space defaultSpace() {
        return defaultSpace;
    }

    public void create(String uuid, long sizeBytes) {
        create(uuid, sizeBytes, defaultSpace);
    }

    public void create(String uuid, long sizeBytes, Space space) {
        space.requireRoom();
        tree.change(() ->
                images.add(new Image(uuid, sizeBytes, newLayer(sizeBytes, Optional.empty(), space, space.thick()))));
    }

    /// The source's layer becomes the hidden base of both; nothing is copied. Change tracking passes to the snapshot.
    public void snapshot(String source, String base, String snapshot) {
        tree.change(() -> {
            var origin = images.get(source);
            var copy = fork(origin, base, snapshot, false);
            origin.log().ifPresent(log -> {
                copy.log(Optional.of(log));
                origin.log(Optional.of(new ChangeLog(origin.sizeBytes(), Optional.of(log))));
            });
        });
    }

    /// As a snapshot, but the copy is an ordinary disk without change tracking.
    public void cloneDisk(String source, String base, String copy) {
        tree.change(() -> fork(images.get(source), base, copy, true));
    }

    private Image fork(Image origin, String base, String copyUuid, boolean writable) throws IOException {
        var frozen = origin.layer();
        var space = frozen.space();
        space.requireRoom();
        if (frozen.depth() >= LONGEST_CHAIN) {
            throw XapiError.backend(109, "The snapshot chain is too long");
        }
        var below = Optional.of(frozen);
        var live = newLayer(origin.sizeBytes(), below, space, frozen.reserved());
        Layer other;
        try {
            other = newLayer(origin.sizeBytes(), below, space, writable && space.thick());
        } catch (StorageFull e) {
            live.delete();
            throw e;
        }
        frozen.freeze();
        images.add(Image.hidden(base, origin.sizeBytes(), frozen));
        origin.layer(Optional.of(live));
        var copy = new Image(copyUuid, origin.sizeBytes(), other);
        images.add(copy);
        return copy;
    }

    public void destroy(String uuid) {
        tree.change(() -> {
            var image = images.get(uuid);
            image.log().ifPresent(ChangeLog::mergeIntoNewer);
            dropLayer(image);
            images.remove(uuid);
        });
    }

    /// Frees the data and keeps the change log.
    public void destroyData(String uuid) {
        tree.change(() -> dropLayer(images.get(uuid)));
    }

    public void resize(String uuid, long sizeBytes) {
        tree.change(() -> {
            var image = images.get(uuid);
            image.layer().grow(sizeBytes);
            image.sizeBytes(sizeBytes);
            image.log().ifPresent(log -> log.grow(sizeBytes));
        });
    }

    public void enableTracking(String uuid) {
        tree.change(() -> {
            var image = images.get(uuid);
            if (image.log().isEmpty()) {
                image.log(Optional.of(new ChangeLog(image.sizeBytes(), Optional.empty())));
            }
        });
    }

    public void disableTracking(String uuid) {
        tree.change(() -> {
            var image = images.get(uuid);
            image.log().ifPresent(ChangeLog::cut);
            image.log(Optional.empty());
        });
    }

    /// The host went away while it wrote: what the log says of this disk cannot be trusted any more.
    public void loseTrack(String uuid) {
        tree.change(() -> images.get(uuid).log().ifPresent(ChangeLog::lose));
    }

    public boolean trackLost(String uuid) {
        return tree.look(() -> images.get(uuid).log().map(ChangeLog::lost).orElse(false));
    }

    public byte[] changedBlocks(String from, String to) {
        return tree.look(() -> ChangedBlocks.between(images.get(from), images.get(to)));
    }

    public long sizeBytes(String uuid) {
        return tree.look(() -> images.get(uuid).sizeBytes());
    }

    public void read(String uuid, long offset, byte[] target, int at, int length) {
        tree.look(() -> {
            var image = images.get(uuid);
            image.requireRange(offset, length);
            image.layer().read(offset, target, at, length);
            return length;
        });
    }

    public void write(String uuid, long offset, byte[] source, int at, int length) {
        if (length == 0) {
            return;
        }
        tree.look(() -> {
            var image = images.get(uuid);
            image.layer().space().requireRoom();
            image.requireRange(offset, length);
            image.layer().write(offset, source, at, length);
            image.log().ifPresent(log -> log.mark(offset, length));
            return length;
        });
    }

    /// The 2 MiB blocks that any layer of the disk's chain holds.
    public BitSet allocatedVhdBlocks(String uuid) {
        return tree.look(() -> VhdBlocks.of(images.get(uuid).sizeBytes(), images.chain(uuid)));
    }

    /// The 2 MiB blocks in those layers that only one of the two disks' chains has.
    public BitSet differingVhdBlocks(String uuid, String base) {
        return tree.look(() -> VhdBlocks.of(images.get(uuid).sizeBytes(), images.chainsApart(uuid, base)));
    }

    /// Bytes that this disk alone takes, without its parents.
    public long ownBytes(String uuid) {
        return tree.look(() -> images.get(uuid).ownBytes());
    }

    public int chainLength(String uuid) {
        return tree.look(() -> images.get(uuid).layer().depth());
    }

    /// The hidden disk below, or nothing for the root of a tree.
    public Optional<String> parent(String uuid) {
        return tree.look(() -> images.parentOf(images.get(uuid)));
    }

    /// What a scan of the repository finds.
    public List<StoredDisk> disksIn(Space space) {
        return tree.look(() -> images.all().stream()
                .filter(image -> image.space() == space)
                .map(Image::stored)
                .toList());
    }

    public Optional<Coalesced> coalesce() {
        return coalesce(Set.of());
    }

    /// Does one step of garbage collection, if there is one to do: drops a hidden disk without children, or merges a
    /// disk into a hidden parent whose only child it is. The chains of pinned disks stay as they are.
    public Optional<Coalesced> coalesce(Set<String> pinned) {
        return tree.change(() -> {
            var kept = new HashSet<Layer>();
            pinned.stream().filter(images::hasData).forEach(uuid -> kept.addAll(images.chain(uuid)));
            return new GarbageCollection(images, kept).step();
        });
    }

    @Override
    public void close() throws IOException {
        tree.change(() -> {
            for (var image : images.all()) {
                if (image.hasData()) {
                    image.layer().close();
                }
            }
        });
    }

    private static void dropLayer(Image image) throws IOException {
        if (image.hasData()) {
            image.layer().delete();
            image.layer(Optional.empty());
        }
    }

    private Layer newLayer(long sizeBytes, Optional<Layer> parent, Space space, boolean reserved) {
        try {
            return Layer.create(
                    directory.resolve(UUID.randomUUID() + ".layer"), sizeBytes, parent, new Charge(space, reserved));
        } catch (IOException e) {
            throw new StorageFailure("cannot create a layer in " + directory, e);
        }
    }
}
