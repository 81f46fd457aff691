package dev.lifeboat.repository.objectstore.file;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.errors.StoreNotWritableException;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Objects as files below a directory: a volume, NFS, a local disk.
///
/// An object is written to a file of its own in `.unfinished`, forced to disk, and then given its name: by a
/// rename, or, where it must not replace another, by a hard link, which fails if the name is taken, on NFS
/// too. The directory is forced afterwards.
///
/// On NFS, another client's listing may lag by the attribute cache: mount with `noac` or `actimeo=0` what
/// several clients write (docs/object-stores.md).
public final class FileSystemObjectStore implements ObjectStore {

    private final Path root;
    private final UnfinishedFiles unfinished;
    private final FileReads files;

    /// @param root is created if it does not exist
    public FileSystemObjectStore(Path root) {
        this(root, Pace.UNLIMITED);
    }

    /// @param pace of the content that is written
    public FileSystemObjectStore(Path root, Pace pace) {
        this.root = root.toAbsolutePath().normalize();
        this.unfinished = new UnfinishedFiles(this.root, pace);
        this.files = new FileReads(this.root);
    }

    @Override
    public void put(ObjectKey key, ByteBuffer content) {
        var target = pathOf(key);
        try (var file = unfinished.write(content)) {
            var directory = Durable.createDirectories(root, directoryOf(key));
            Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.force(directory);
        } catch (IOException e) {
            throw IoFailure.of(Operation.PUT, key, e);
        }
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
        try {
            if (Files.exists(pathOf(key))) {
                return false;
            }
            try (var file = unfinished.write(content)) {
                return link(key, file.path());
            }
        } catch (IOException e) {
            throw IoFailure.of(Operation.PUT_IF_ABSENT, key, e);
        }
    }

    @Override
    public Upload upload(ObjectKey key, int partBytes) {
        try {
            return new FileUpload(key, unfinished.begin(partBytes));
        } catch (IOException e) {
            throw IoFailure.of(Operation.PUT, key, e);
        }
    }

    private final class FileUpload implements Upload {

        private final ObjectKey key;
        private final UnfinishedParts parts;

        FileUpload(ObjectKey key, UnfinishedParts parts) {
            this.key = key;
            this.parts = parts;
        }

        @Override
        public void part(int number, ByteBuffer content) {
            try {
                parts.write(number, content);
            } catch (IOException e) {
                throw IoFailure.of(Operation.PUT, key, e);
            }
        }

        @Override
        public boolean complete(int count) {
            try {
                return link(key, parts.forced());
            } catch (IOException e) {
                throw IoFailure.of(Operation.PUT_IF_ABSENT, key, e);
            }
        }

        @Override
        public void close() {
            try {
                parts.close();
            } catch (IOException e) {
                throw IoFailure.of(Operation.DELETE, key, e);
            }
        }
    }

    private boolean link(ObjectKey key, Path file) throws IOException {
        var directory = Durable.createDirectories(root, directoryOf(key));
        try {
            Files.createLink(pathOf(key), file);
        } catch (FileAlreadyExistsException e) {
            // Over NFS a link that was made may be reported as taken when its answer got lost: then it is ours.
            if (!Durable.isLinked(file)) {
                return false;
            }
        } catch (UnsupportedOperationException e) {
            throw withoutLinks(e);
        } catch (FileSystemException e) {
            if (IoFailure.isWithoutLinks(e)) {
                throw withoutLinks(e);
            }
            throw e;
        }
        Durable.force(directory);
        return true;
    }

    private StoreNotWritableException withoutLinks(Exception e) {
        return new StoreNotWritableException(
                describe(),
                "its file system has no hard links, without which two writers could overwrite each other. Use another"
                        + " file system, or NFS, which has them",
                e);
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        return files.whole(key);
    }

    @Override
    public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
        return files.range(key, offset, target);
    }

    @Override
    public Optional<byte[]> getSuffix(ObjectKey key, int length) {
        return files.suffix(key, length);
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return files.size(key);
    }

    @Override
    public List<ObjectEntry> list(String prefix, Optional<ObjectKey> after, int limit) {
        try {
            return new FileListing(root, prefix, after.map(ObjectKey::value).orElse(""), limit).list();
        } catch (IOException e) {
            throw new ObjectStoreException(Operation.LIST, prefix, Retry.LATER, IoFailure.reason(e), e);
        }
    }

    @Override
    public void delete(ObjectKey key) {
        try {
            if (Files.deleteIfExists(pathOf(key))) {
                Durable.force(root.resolve(directoryOf(key)));
            }
        } catch (IOException e) {
            throw IoFailure.of(Operation.DELETE, key, e);
        }
    }

    @Override
    public String describe() {
        return root.toString();
    }

    @Override
    public void close() {}

    private Path pathOf(ObjectKey key) {
        return root.resolve(key.value());
    }

    private static String directoryOf(ObjectKey key) {
        return key.value().substring(0, Math.max(0, key.value().lastIndexOf('/')));
    }
}
