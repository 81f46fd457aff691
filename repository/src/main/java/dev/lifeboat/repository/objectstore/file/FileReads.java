package dev.lifeboat.repository.objectstore.file;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads objects that are files: all of one, a range, an end, or only how long it is.
record FileReads(Path root) {

    Optional<byte[]> whole(ObjectKey key) {
        try (var channel = open(key)) {
            if (channel.size() > ObjectStore.LARGEST_WHOLE_GET) {
                throw new ObjectStoreException(
                        Operation.GET,
                        key.value(),
                        Retry.NEVER,
                        channel.size() + " bytes are too many to read at once",
                        null);
            }
            return Optional.of(read(channel, 0, (int) channel.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw IoFailure.of(Operation.GET, key, e);
        }
    }

    OptionalLong range(ObjectKey key, long offset, ByteBuffer target) {
        try (var channel = open(key)) {
            int start = target.position();
            for (int got = 0; got >= 0 && target.hasRemaining(); ) {
                got = channel.read(target, offset + target.position() - start);
            }
            return OptionalLong.of(target.position() - start);
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw IoFailure.of(Operation.GET, key, e);
        }
    }

    Optional<byte[]> suffix(ObjectKey key, int length) {
        try (var channel = open(key)) {
            int suffix = (int) Math.min(length, channel.size());
            return Optional.of(read(channel, channel.size() - suffix, suffix));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw IoFailure.of(Operation.GET, key, e);
        }
    }

    OptionalLong size(ObjectKey key) {
        try {
            return OptionalLong.of(attributes(key).size());
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw IoFailure.of(Operation.HEAD, key, e);
        }
    }

    private FileChannel open(ObjectKey key) throws IOException {
        attributes(key);
        return FileChannel.open(root.resolve(key.value()), StandardOpenOption.READ);
    }

    /// A directory is no object.
    private BasicFileAttributes attributes(ObjectKey key) throws IOException {
        var path = root.resolve(key.value());
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new NoSuchFileException(path.toString());
        }
        return attributes;
    }

    private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
        var target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new IOException("The file became shorter while it was read");
            }
        }
        return target.array();
    }
}
