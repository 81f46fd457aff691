package dev.lifeboat.simulator.xva;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads files one after the other, each whole.
final class TarInput {
    private final InputStream in;

    TarInput(InputStream in) {
        this.in = in;
    }

    /// A file with its content.
    static final class File {
        private final String name;
        private final byte[] content;

        File(String name, byte[] content) {
            this.name = name;
            this.content = content;
        }

        String name() {
            return name;
        }

        byte[] content() {
            return content;
        }
    }

    /// Nothing at the end of the archive.
    ///
    /// @param mostBytes a longer file is refused
    Optional<File> next(int mostBytes) throws IOException {
        var block = exactly(TarHeader.BYTES);
        if (TarHeader.endsArchive(block)) {
            return Optional.empty();
        }
        var header = TarHeader.decode(block);
        if (header.sizeBytes() > mostBytes) {
            throw new MalformedArchive(
                    header.name() + " has " + header.sizeBytes() + " bytes, at most " + mostBytes + " are expected");
        }
        var content = exactly((int) header.sizeBytes());
        exactly(TarOutput.padding(header.sizeBytes()));
        return Optional.of(new File(header.name(), content));
    }

    private byte[] exactly(int bytes) throws IOException {
        var read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("the archive ends early");
        }
        return read;
    }
}
