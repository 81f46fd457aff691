package dev.lifeboat.agent.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A sparse file. Written beside its final name and renamed at the end, so that a file of that name is whole.
final class RawFile implements RawTarget {

    private final Path path;
    private final Path unfinished;
    private final FileChannel channel;

    private RawFile(Path path, Path unfinished, FileChannel channel) {
        this.path = path;
        this.unfinished = unfinished;
        this.channel = channel;
    }

    static RawFile create(Path path) throws IOException {
        var unfinished = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".unfinished");
        var channel = FileChannel.open(
                unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
        return new RawFile(path, unfinished, channel);
    }

    @Override
    public void write(long offset, ByteBuffer content) throws IOException {
        for (long at = offset; content.hasRemaining(); ) {
            at += channel.write(content, at);
        }
    }

    /// A disk that ends with a hole gets its length by its last byte.
    @Override
    public void finish(long sizeBytes) throws IOException {
        if (channel.size() < sizeBytes) {
            channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
        }
        channel.force(true);
        channel.close();
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
