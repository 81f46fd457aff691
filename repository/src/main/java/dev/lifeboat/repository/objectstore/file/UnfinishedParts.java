package dev.lifeboat.repository.objectstore.file;

import dev.lifeboat.repository.objectstore.file.UnfinishedFiles.Unfinished;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file that is being written in parts of one length, each at its place, so that one may come twice.
record UnfinishedParts(UnfinishedFiles files, Unfinished file, FileChannel channel, int partBytes)
        implements AutoCloseable {

    void write(int number, ByteBuffer content) throws IOException {
        files.write(channel, (long) number * partBytes, content);
    }

    /// To be linked under its name.
    Path forced() throws IOException {
        channel.force(true);
        return file.path();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            file.close();
        }
    }
}
