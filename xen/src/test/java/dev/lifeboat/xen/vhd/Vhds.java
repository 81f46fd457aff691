package dev.lifeboat.xen.vhd;

import dev.lifeboat.xen.stream.Extent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Small VHDs, written by ours and by hand.
final class Vhds {

    static final int MIB = 1 << 20;
    static final int BLOCK = 2 * MIB;
    static final UUID ID = new UUID(0x1234, 0x5678);

    private Vhds() {}

    static VhdImage dynamic(long sizeBytes) {
        return new VhdImage(sizeBytes, ID, Optional.empty());
    }

    static VhdImage differencing(long sizeBytes, String parent) {
        return new VhdImage(sizeBytes, ID, Optional.of(new VhdParent(new UUID(7, 8), parent)));
    }

    static byte[] write(VhdImage image, byte[] disk, List<Extent> extents) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = VhdWriter.open(out, image, AllocatedBlocks.touchedBy(disk.length, extents));
        for (var extent : extents) {
            writer.write(extent.offset(), ByteBuffer.wrap(disk, (int) extent.offset(), (int) extent.lengthBytes()));
        }
        writer.finish();
        return out.toByteArray();
    }

    /// What a stream says, its bytes laid over a disk full of a mark.
    record Content(VhdImage image, byte[] disk, List<Extent> extents) {}

    static Content read(byte[] vhd, byte mark) throws IOException {
        var reader = VhdReader.open(new ByteArrayInputStream(vhd));
        byte[] disk = new byte[Math.toIntExact(reader.image().sizeBytes())];
        Arrays.fill(disk, mark);
        var extents = new ArrayList<Extent>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            var extent = next.get();
            extents.add(extent);
            var target = ByteBuffer.wrap(disk, (int) extent.offset(), (int) extent.lengthBytes());
            while (target.hasRemaining()) {
                reader.read(target);
            }
        }
        return new Content(reader.image(), disk, extents);
    }

    /// Ranges of whole sectors, ascending.
    static List<Extent> randomExtents(Random random, long sizeBytes) {
        var extents = new ArrayList<Extent>();
        long sectors = sizeBytes / 512;
        long at = 0;
        while (at < sectors) {
            at += random.nextInt(3) == 0 ? random.nextLong(Math.min(sectors, 9000) + 1) : random.nextInt(9);
            long length = 1 + (random.nextInt(3) == 0 ? random.nextInt(6000) : random.nextInt(20));
            if (at < sectors) {
                extents.add(new Extent(at * 512, Math.min(length, sectors - at) * 512));
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

    static void repairFooter(byte[] vhd, int offset) {
        repair(vhd, offset, 512, 64);
    }

    static void repairHeader(byte[] vhd) {
        repair(vhd, 512, 1024, 36);
    }

    private static void repair(byte[] vhd, int offset, int length, int checksumOffset) {
        byte[] structure = Arrays.copyOfRange(vhd, offset, offset + length);
        ByteBuffer.wrap(vhd).putInt(offset + checksumOffset, Layout.checksum(structure, checksumOffset));
    }
}
