package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.stream.Extent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Small XVAs, written by ours and by hand.
final class Xvas {

    static final int MIB = 1 << 20;

    private Xvas() {}

    /// A disk's bytes, and what is written of it.
    record Source(byte[] disk, List<Extent> extents) {

        static Source whole(byte[] disk) {
            return new Source(disk, List.of(new Extent(0, disk.length)));
        }

        byte[] expected() {
            byte[] expected = new byte[disk.length];
            extents.forEach(each -> System.arraycopy(
                    disk, (int) each.offset(), expected, (int) each.offset(), (int) each.lengthBytes()));
            return expected;
        }
    }

    static OvaXml ova(Map<String, Source> sources) {
        var sizes = new LinkedHashMap<String, Long>();
        sources.forEach((ref, source) -> sizes.put(ref, (long) source.disk().length));
        return Ovas.of(sizes);
    }

    static byte[] write(OvaXml ova, Map<String, Source> sources, XvaChecksum checksum, Compression compression)
            throws IOException {
        var out = new ByteArrayOutputStream();
        try (var compressed = compression.compress(out)) {
            var writer = XvaWriter.open(compressed, ova, checksum);
            for (int count = 0; count < ova.disks().size(); count++) {
                var source = sources.get(writer.nextDisk().ref());
                for (var extent : source.extents()) {
                    writer.write(extent.offset(), ByteBuffer.wrap(source.disk(), (int) extent.offset(), (int)
                            extent.lengthBytes()));
                }
            }
            writer.finish();
        }
        return out.toByteArray();
    }

    static byte[] write(Map<String, Source> sources) throws IOException {
        return write(ova(sources), sources, XvaChecksum.XXHASH, Compression.NONE);
    }

    /// What an archive holds.
    record Content(OvaXml ova, Compression compression, Map<String, byte[]> disks, List<XvaBlock> blocks) {}

    static Content read(byte[] xva) throws IOException {
        try (var reader = XvaReader.open(new ByteArrayInputStream(xva))) {
            var disks = new LinkedHashMap<String, byte[]>();
            var blocks = new ArrayList<XvaBlock>();
            var buffer = ByteBuffer.allocate(MIB);
            for (var next = reader.next(buffer); next.isPresent(); next = reader.next(buffer.clear())) {
                var block = next.get();
                blocks.add(block);
                byte[] disk = disks.computeIfAbsent(
                        block.disk().ref(),
                        _ -> new byte[Math.toIntExact(block.disk().sizeBytes())]);
                buffer.get(disk, (int) block.offset(), block.lengthBytes());
            }
            return new Content(reader.ova(), reader.compression(), disks, blocks);
        }
    }

    static List<Extent> randomExtents(Random random, int sizeBytes) {
        var extents = new ArrayList<Extent>();
        long at = 0;
        while (at < sizeBytes) {
            at += random.nextInt(3) == 0 ? random.nextInt(3 * MIB) : random.nextInt(1000);
            long length = random.nextInt(3) == 0 ? random.nextInt(2 * MIB) : random.nextInt(5000);
            if (at < sizeBytes) {
                extents.add(new Extent(at, Math.min(length, sizeBytes - at)));
            }
            at += length;
        }
        return extents;
    }

    static byte[] randomDisk(Random random, int sizeBytes) {
        byte[] disk = new byte[sizeBytes];
        random.nextBytes(disk);
        return disk;
    }

    /// An archive made entry by entry.
    static final class ByHand {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        ByHand ova(OvaXml ova) throws IOException {
            return entry("ova.xml", ova.bytes());
        }

        ByHand entry(String name, byte[] content) throws IOException {
            TarOutput.entry(out, name, content);
            return this;
        }

        ByHand header(TarHeader header) throws IOException {
            out.write(header.write());
            return this;
        }

        ByHand block(String name, byte[] content) throws IOException {
            entry(name, content);
            var digest = XvaChecksum.XXHASH.digest();
            digest.update(content, 0, content.length);
            return entry(name + ".xxhash", digest.hex().getBytes(StandardCharsets.US_ASCII));
        }

        byte[] end() {
            out.writeBytes(new byte[1024]);
            return out.toByteArray();
        }

        byte[] unfinished() {
            return out.toByteArray();
        }
    }
}
