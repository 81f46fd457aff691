package dev.lifeboat.agent.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A file that has its name only once it is whole. Closing without [#finish] leaves nothing behind.
final class WholeFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final Path unfinished;
    private final FileChannel channel;
    private final OutputStream stream;

    WholeFile(Path path) throws IOException {
        this.path = path;
        this.unfinished = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".unfinished");
        this.channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    OutputStream stream() {
        return stream;
    }

    void finish() throws IOException {
        stream.flush();
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
