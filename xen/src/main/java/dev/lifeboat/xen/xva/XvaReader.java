package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.stream.ForwardInput;
import dev.lifeboat.xen.stream.HeapBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an XVA front to back: first what it says of the VM, then block after block, each given only when it
/// agrees with its checksum. Compression is found by itself. Holds no block: bytes go straight into the
/// caller's buffer. One thread at a time.
public final class XvaReader implements AutoCloseable {

    private final InputStream content;
    private final Compression compression;
    private final ForwardInput in;
    private final TarEntries entries;
    private final OvaXml ova;
    private final Set<String> expected = new HashSet<>();
    private final Set<String> begun = new HashSet<>();
    private final BlockDigest sha1 = XvaChecksum.SHA1.digest();
    private final BlockDigest xxhash = XvaChecksum.XXHASH.digest();
    private @Nullable DiskProgress disk;
    private long firstBlockBytes;
    private boolean ended;

    private XvaReader(Compression.Detected stream, ForwardInput in, TarEntries entries, OvaXml ova) throws IOException {
        this.content = stream.content();
        this.compression = stream.compression();
        this.in = in;
        this.entries = entries;
        this.ova = ova;
        ova.disks().forEach(each -> expected.add(each.ref()));
    }

    /// Reads the first entry.
    public static XvaReader open(InputStream stream) throws IOException {
        var detected = Compression.detect(stream);
        var in = new ForwardInput("XVA", detected.content());
        var entries = new TarEntries(in);
        var first = entries.next().orElseThrow(() -> in.malformed("it is empty"));
        if (!first.name().equals(OvaXml.NAME)) {
            throw in.malformed("it begins with '" + first.name() + "' and not with " + OvaXml.NAME);
        }
        var document = entries.content(first, XvaFormat.LARGEST_OVA_BYTES);
        return new XvaReader(detected, in, entries, OvaXml.parse(document));
    }

    /// Reads an archive of metadata, which has no blocks, to its end.
    public static OvaXml description(InputStream stream) throws IOException {
        try (var reader = open(stream)) {
            var more = reader.entries.next();
            if (more.isPresent()) {
                throw reader.in.malformed("'" + more.get().name() + "' follows the description");
            }
            return reader.ova();
        }
    }

    /// What the archive says of the VM. Look at the sizes of its disks before reading on: they alone bound how
    /// much will come.
    public OvaXml ova() {
        return ova;
    }

    public Compression compression() {
        return compression;
    }

    /// Reads the next block into a buffer, from its position on, and flips it. Blocks of one disk come in
    /// ascending order, what is skipped is zero, and each disk comes once. Empty once the archive has ended
    /// as it should, with all disks complete.
    ///
    /// @param target with room for [XvaFormat#BLOCK_BYTES]
    public Optional<XvaBlock> next(ByteBuffer target) throws IOException {
        if (target.remaining() < XvaFormat.BLOCK_BYTES) {
            throw new IllegalArgumentException("A block needs room for " + XvaFormat.BLOCK_BYTES + " bytes");
        }
        while (!ended) {
            var header = entries.next();
            if (header.isEmpty()) {
                end();
                break;
            }
            var block = block(header.get(), target);
            if (block.lengthBytes() > 0) {
                return Optional.of(block);
            }
        }
        return Optional.empty();
    }

    private void end() throws IOException {
        finishDisk();
        expected.removeAll(begun);
        if (!expected.isEmpty()) {
            throw in.malformed("it ends without any block of " + expected);
        }
        ended = true;
    }

    private void finishDisk() throws IOException {
        if (disk != null) {
            disk.expectComplete();
        }
    }

    private XvaBlock block(TarHeader header, ByteBuffer target) throws IOException {
        var name = DiskProgress.name(header.name());
        if (!name.matches()) {
            throw in.malformed("entry '" + header.name() + "' is no block");
        }
        if (header.sizeBytes() > XvaFormat.BLOCK_BYTES) {
            throw in.malformed(header.name() + " has " + header.sizeBytes() + " bytes, more than a block");
        }
        if (firstBlockBytes == 0) {
            firstBlockBytes = header.sizeBytes();
            if (firstBlockBytes == 0) {
                throw in.malformed("the archive's first block is empty");
            }
        }
        var progress = progress(name.group(1));
        long offset = progress.place(Long.parseLong(name.group(2)), header.sizeBytes(), firstBlockBytes);
        int start = target.position();
        int limit = target.limit();
        in.fill(target.limit(start + (int) header.sizeBytes()), header.name());
        target.position(start);
        verify(header.name(), target);
        int length = (int) Math.min(header.sizeBytes(), progress.disk().sizeBytes() - offset);
        if (length == 0) {
            target.limit(limit);
        } else {
            refuseBeyondEnd(header.name(), target, length);
            target.limit(start + length);
        }
        return new XvaBlock(progress.disk(), offset, length);
    }

    /// Some writers fill the last block of a disk up with zeros.
    private void refuseBeyondEnd(String name, ByteBuffer block, int length) throws IOException {
        for (int at = block.position() + length; at < block.limit(); at++) {
            if (block.get(at) != 0) {
                throw in.malformed(name + " has content beyond the end of its disk");
            }
        }
    }

    private DiskProgress progress(String ref) throws IOException {
        if (disk != null && disk.disk().ref().equals(ref)) {
            return disk;
        }
        finishDisk();
        var next = ova.disk(ref);
        if (next.isEmpty() || !begun.add(ref)) {
            throw in.malformed(
                    "blocks of '" + ref + "' come " + (next.isEmpty() ? "without such a disk" : "in two places"));
        }
        var progress = new DiskProgress(in, next.get());
        disk = progress;
        return progress;
    }

    private void verify(String name, ByteBuffer block) throws IOException {
        var header = entries.next().orElseThrow(() -> in.malformed("it ends without the checksum of " + name));
        var kind =
                XvaChecksum.ofEntry(header.name()).filter(each -> header.name().equals(name + each.suffix()));
        if (kind.isEmpty() || header.sizeBytes() != kind.get().hexDigits()) {
            throw in.malformed("'" + header.name() + "' is not the checksum of " + name);
        }
        var digest = switch (kind.get()) {
            case SHA1 -> sha1;
            case XXHASH -> xxhash;
        };
        HeapBytes.each(block.duplicate(), digest::update);
        String right = digest.hex();
        String found = new String(entries.content(header, kind.get().hexDigits()), StandardCharsets.US_ASCII);
        if (!found.equalsIgnoreCase(right)) {
            throw in.malformed(name + " has the checksum " + right + ", but " + found + " was sent with it");
        }
    }

    /// Frees what the decompression holds outside the heap, and closes the stream.
    @Override
    public void close() throws IOException {
        content.close();
    }
}
