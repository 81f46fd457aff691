package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.DiskExport;
import dev.lifeboat.xen.DiskImport;
import dev.lifeboat.xen.NewDisk;
import dev.lifeboat.xen.NewNic;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.VmCreation;
import dev.lifeboat.xen.XenPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// A VM of one disk and one NIC that tests make, write to, read and destroy through the client.
final class TestVm {

    static final int MIB = 1 << 20;
    static final int DISK_BYTES = 6 * MIB;

    private TestVm() {}

    static VirtualMachine create(XenPool pool, String marker) {
        var inventory = pool.readInventory();
        var model = inventory.vms().getFirst();
        var created = pool.createVm(new VmCreation(
                pool.readRecords(model.uuid()),
                "it " + marker,
                "made by a test",
                Map.of("lifeboat:it", marker),
                false,
                List.of(new NewDisk("0", "it root", storage(pool).uuid(), DISK_BYTES, true, false)),
                List.of(new NewNic("0", inventory.networks().getFirst().uuid(), Optional.empty()))));
        var found = pool.findVmsByMarker("lifeboat:it", marker);
        assertThat(found).extracting(VirtualMachine::uuid).contains(created.uuid());
        return pool.findVm(created.uuid()).orElseThrow();
    }

    /// Where tracking works, if it does anywhere.
    static StorageRepository storage(XenPool pool) {
        var writable = pool.readInventory().storageRepositories().stream()
                .filter(StorageRepository::writable)
                .toList();
        return writable.stream()
                .filter(StorageRepository::cbtSupported)
                .findFirst()
                .orElseGet(writable::getFirst);
    }

    static void writeAll(XenPool pool, UUID disk, byte[] content) {
        try (DiskImport writing = pool.importRaw(disk, content.length)) {
            for (int offset = 0; offset < content.length; offset += MIB) {
                writing.write(offset, ByteBuffer.wrap(content, offset, Math.min(MIB, content.length - offset)));
            }
            writing.finish();
        }
    }

    static void writeRange(XenPool pool, UUID disk, long offset, byte[] data) {
        try (DiskImport writing = pool.importChunked(disk, 12 + data.length + 12)) {
            writing.write(offset, ByteBuffer.wrap(data));
            writing.finish();
        }
    }

    static byte[] readAll(XenPool pool, UUID disk) throws IOException {
        try (DiskExport reading = pool.exportRaw(disk)) {
            byte[] content = reading.stream().readAllBytes();
            reading.finish();
            return content;
        }
    }

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        Arrays.fill(bytes, length / 2, length / 2 + length / 8, (byte) 0);
        return bytes;
    }
}
