package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.stream.ForwardInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The entries of a tar, one after the other: whoever takes one reads its content before asking for the next.
final class TarEntries {

    /// Writers of others fill the archive up with zeros, to a multiple of what a tape once took.
    private static final long MOST_PADDING = 1 << 20;

    private final ForwardInput in;
    private int paddingBytes;

    TarEntries(ForwardInput in) {
        this.in = in;
    }

    /// The next entry; empty after the last, once the stream has ended as it should.
    Optional<TarHeader> next() throws IOException {
        in.skip(paddingBytes, "the padding of an entry");
        paddingBytes = 0;
        while (true) {
            var block = in.take(TarHeader.BLOCK_BYTES, "a tar header");
            if (TarHeader.isZero(block)) {
                end();
                return Optional.empty();
            }
            var header = parse(block);
            if (header.type() == TarHeader.FILE) {
                paddingBytes = TarHeader.paddingBytes(header.sizeBytes());
                return Optional.of(header);
            }
            refuseUnlessEmptyFolder(header);
        }
    }

    /// Reads an entry's content.
    byte[] content(TarHeader entry, int largestBytes) throws IOException {
        if (entry.sizeBytes() > largestBytes) {
            throw in.malformed(
                    entry.name() + " has " + entry.sizeBytes() + " bytes; at most " + largestBytes + " are taken");
        }
        byte[] content = new byte[(int) entry.sizeBytes()];
        in.fill(ByteBuffer.wrap(content), entry.name());
        return content;
    }

    private TarHeader parse(ByteBuffer block) throws IOException {
        try {
            return TarHeader.parse(block);
        } catch (IllegalArgumentException e) {
            throw (IOException) in.malformed(String.valueOf(e.getMessage())).initCause(e);
        }
    }

    private void refuseUnlessEmptyFolder(TarHeader header) throws IOException {
        if (header.type() != TarHeader.FOLDER || header.sizeBytes() != 0) {
            throw in.malformed("entry '" + header.name() + "' is of a type that no XVA has");
        }
    }

    private void end() throws IOException {
        if (!TarHeader.isZero(in.take(TarHeader.BLOCK_BYTES, "the end of the archive"))) {
            throw in.malformed("its end is one empty block and not two");
        }
        in.expectNothingButZeros(MOST_PADDING);
    }
}
