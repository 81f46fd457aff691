package dev.lifeboat.repository.objectstore.file;

import dev.lifeboat.repository.errors.StoreNotWritableException;
import dev.lifeboat.repository.objectstore.Pace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Files that are being written, in a directory that no key leads to. On the same file system as the objects,
/// so that they can be linked.
final class UnfinishedFiles {

    private static final String DIRECTORY = ".unfinished";

    /// A process that still writes to a file touches it all the time: one this old was left by a process that
    /// died.
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path directory;
    private final Pace pace;

    /// @param pace of writing
    UnfinishedFiles(Path root, Pace pace) {
        this.pace = pace;
        this.directory = root.resolve(DIRECTORY);
        try {
            Files.createDirectories(directory);
            removeAbandoned();
        } catch (NoSuchFileException e) {
            throw new StoreNotWritableException(root.toString(), "the folder is not there and cannot be made", e);
        } catch (IOException e) {
            throw new StoreNotWritableException(root.toString(), IoFailure.reason(e), e);
        }
    }

    /// Written and forced to disk; closing removes this name of it.
    record Unfinished(Path path) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    Unfinished write(ByteBuffer content) throws IOException {
        var file = new Unfinished(directory.resolve(UUID.randomUUID().toString()));
        try (var channel = create(file)) {
            write(channel, 0, content);
            channel.force(true);
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// A file that is written in parts.
    UnfinishedParts begin(int partBytes) throws IOException {
        var file = new Unfinished(directory.resolve(UUID.randomUUID().toString()));
        return new UnfinishedParts(this, file, create(file), partBytes);
    }

    private static FileChannel create(Unfinished file) throws IOException {
        return FileChannel.open(file.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /// Leaves the buffer as it is.
    void write(FileChannel channel, long offset, ByteBuffer content) throws IOException {
        var rest = content.duplicate();
        int start = rest.position();
        for (int end = start; end < content.limit(); ) {
            int slice = Math.min(Pace.SLICE_BYTES, content.limit() - end);
            pace.take(slice);
            end += slice;
            for (rest.limit(end); rest.hasRemaining(); ) {
                channel.write(rest, offset + rest.position() - start);
            }
        }
    }

    private void removeAbandoned() throws IOException {
        var before = Instant.now().minus(ABANDONED);
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
