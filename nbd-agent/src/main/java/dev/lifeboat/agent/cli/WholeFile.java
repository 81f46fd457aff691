package dev.lifeboat.agent.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A file that has its name only once it is whole. Closing without [#finish] leaves nothing behind. What is not written
/// takes no space.
final class WholeFile implements AutoCloseable {
    private final Path path;
    private final Path unfinished;
    private final FileChannel channel;

    WholeFile(Path path) throws IOException {
        this.path = path;
        this.unfinished = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".unfinished");
        this.channel = FileChannel.open(
                unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
    }

    FileChannel channel() {
        return channel;
    }

    void finish() throws IOException {
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
