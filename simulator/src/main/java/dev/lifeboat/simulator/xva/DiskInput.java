package dev.lifeboat.simulator.xva;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Reads an archive: `ova.xml` first, then the blocks of each disk in the order that the caller expects.
public final class DiskInput {
    private static final int LARGEST_METADATA = 64 << 20;
    private static final int LARGEST_BLOCK = 16 << 20;

    private final TarInput tar;
    private final boolean checked;
    private boolean ended;
    private int firstBlockBytes = -1;

    /// @param checked whether a block that does not match its checksum ends the import
    public DiskInput(InputStream in, boolean checked) {
        this.tar = new TarInput(in);
        this.checked = checked;
    }

    public byte[] metadata() throws IOException {
        var file = tar.next(LARGEST_METADATA).orElseThrow(() -> new UnexpectedFile("ova.xml", ""));
        if (!file.name().equals("ova.xml")) {
            throw new UnexpectedFile("ova.xml", file.name());
        }
        return file.content();
    }

    /// Another file than the one that has its turn.
    public static final class UnexpectedFile extends RuntimeException {
        private final String expected;
        private final String found;

        UnexpectedFile(String expected, String found) {
            super("expected " + expected + ", found " + found);
            this.expected = expected;
            this.found = found;
        }

        public String expected() {
            return expected;
        }

        public String found() {
            return found;
        }
    }

    /// A number says how many blocks were left out before it; an empty block takes a number and no room. A disk is over
    /// once its size is reached.
    public void disk(String directory, DiskTarget disk) throws IOException {
        int last = -1;
        long offset = 0;
        while (offset < disk.sizeBytes()) {
            var file = next().orElseThrow(
                            () -> new MalformedArchive("the archive ends before disk " + directory + " does"));
            int number = number(directory, file.name());
            if (number <= last) {
                throw new MalformedArchive(file.name() + " follows number " + last);
            }
            check(file);
            if (firstBlockBytes < 0) {
                firstBlockBytes = file.content().length;
            }
            offset += (long) (number - last - 1) * firstBlockBytes;
            int length = (int) Math.max(0, Math.min(file.content().length, disk.sizeBytes() - offset));
            if (length > 0) {
                disk.write(offset, file.content(), length);
            }
            offset += file.content().length;
            last = number;
        }
    }

    private Optional<TarInput.File> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        var file = tar.next(LARGEST_BLOCK);
        ended = file.isEmpty();
        return file;
    }

    private static int number(String directory, String name) {
        if (!name.matches("\\Q" + directory + "\\E/[0-9]{8}")) {
            throw new UnexpectedFile(directory + "/", name);
        }
        return Integer.parseInt(name.substring(directory.length() + 1));
    }

    private void check(TarInput.File block) throws IOException {
        var sum = next().orElseThrow(() -> new MalformedArchive("the checksum of " + block.name() + " is missing"));
        var kind = BlockChecksum.of(sum.name())
                .filter(it -> sum.name().equals(block.name() + it.suffix()))
                .orElseThrow(() -> new MalformedArchive("missing inline checksum of " + block.name()));
        if (checked && !Arrays.equals(kind.bytes(block.content(), block.content().length), sum.content())) {
            throw new ChecksumFailed(block.name());
        }
    }

    /// A block does not match its checksum.
    public static final class ChecksumFailed extends RuntimeException {
        ChecksumFailed(String name) {
            super(name + " does not match its checksum");
        }
    }
}
