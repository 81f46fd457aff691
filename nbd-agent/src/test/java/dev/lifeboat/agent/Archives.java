package dev.lifeboat.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.stream.Compression;
import dev.lifeboat.xen.xva.OvaSynthesis;
import dev.lifeboat.xen.xva.OvaVersion;
import dev.lifeboat.xen.xva.XvaChecksum;
import dev.lifeboat.xen.xva.XvaReader;
import dev.lifeboat.xen.xva.XvaWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// XVAs as a host writes them.
public final class Archives {
    private static final int BLOCK_BYTES = 1 << 20;
    public static final OvaVersion VERSION = new OvaVersion("host", "2025-01-01", "8.2.0", "XCP-ng", "1", 1, 20);

    private Archives() {}

    /// A disk that is larger than memory: its size, and its blocks by offset.
    public record Sparse(UUID vdi, long sizeBytes, Map<Long, byte[]> blocks) {
        public static Sparse of(UUID vdi, byte[] disk) {
            var blocks = new LinkedHashMap<Long, byte[]>();
            for (int at = 0; at < disk.length; at += BLOCK_BYTES) {
                var block = Arrays.copyOfRange(disk, at, Math.min(disk.length, at + BLOCK_BYTES));
                if (!Arrays.equals(block, new byte[block.length])) {
                    blocks.put((long) at, block);
                }
            }
            return new Sparse(vdi, disk.length, blocks);
        }
    }

    /// What the pool says of a VM with these disks, by position.
    public static VmRecords records(String name, Map<String, Sparse> disks) {
        var vbds = new HashMap<String, Object>();
        var vdis = new HashMap<String, Object>();
        disks.forEach((device, disk) -> {
            vbds.put(
                    "OpaqueRef:b" + device,
                    Map.of("type", "Disk", "userdevice", device, "VDI", "OpaqueRef:d" + device));
            vdis.put("OpaqueRef:d" + device, Map.of("uuid", disk.vdi().toString(), "name_label", "disk " + device));
        });
        return new VmRecords(Map.of("vm", Map.of("name_label", name), "vbds", vbds, "vdis", vdis));
    }

    /// Disks by the UUIDs of their VDIs.
    ///
    /// @param expected how it has to be compressed
    public static Map<String, byte[]> read(byte[] archive, Compression expected) throws IOException {
        var found = new TreeMap<String, byte[]>();
        try (var reader = XvaReader.open(new ByteArrayInputStream(archive))) {
            assertThat(reader.compression()).isEqualTo(expected);
            for (var disk : reader.ova().disks()) {
                found.put(disk.uuid(), new byte[(int) disk.sizeBytes()]);
            }
            var buffer = ByteBuffer.allocate(BLOCK_BYTES);
            for (var next = reader.next(buffer); next.isPresent(); next = reader.next(buffer.clear())) {
                var block = next.get();
                buffer.get(found.get(block.disk().uuid()), (int) block.offset(), block.lengthBytes());
            }
        }
        return found;
    }

    public static byte[] write(String name, Map<String, Sparse> disks, XvaChecksum checksum, Compression compression) {
        var sizes = new HashMap<String, Long>();
        disks.forEach((device, disk) -> sizes.put(device, disk.sizeBytes()));
        var made = OvaSynthesis.of(records(name, disks), name, VERSION, sizes);
        var byRef = new HashMap<String, Sparse>();
        made.disksByDevice().forEach((device, ref) -> byRef.put(ref, disks.get(device)));
        var out = new ByteArrayOutputStream();
        try (var compressed = compression.compress(out)) {
            var writer = XvaWriter.open(compressed, made.ova(), checksum);
            for (int i = 0; i < disks.size(); i++) {
                for (var block : byRef.get(writer.nextDisk().ref()).blocks().entrySet()) {
                    writer.write(block.getKey(), ByteBuffer.wrap(block.getValue()));
                }
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
