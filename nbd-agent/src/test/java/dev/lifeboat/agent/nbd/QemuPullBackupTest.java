package dev.lifeboat.agent.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.Programs;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.agent.api.Transfer.NbdTls;
import dev.lifeboat.agent.api.Transfer.OnUnavailable;
import dev.lifeboat.xen.NbdExport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An incremental backup as libvirt has QEMU serve it: a snapshot of a running machine's disk, and a bitmap of what was
/// written since the last one.
@Timeout(60)
class QemuPullBackupTest {
    private static final long MIB = 1 << 20;
    private static final String BITMAP = "qemu:dirty-bitmap:changes";

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenSinceTheCheckpointIsToldAndReadAsItWasThen() throws Exception {
        for (var program : List.of("qemu-system-x86_64", "qemu-img", "qemu-io")) {
            Programs.need(program);
        }
        var image = folder.resolve("vm.qcow2");
        Qemu.run("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "256M");
        Qemu.run("qemu-io", "-c", "write -P 1 0 8M", image.toString());
        int port = ExternalServer.freePort();
        try (var qemu = new Qemu(image, folder)) {
            qemu.tell("block-dirty-bitmap-add", Map.of("node", "d0", "name", "checkpoint0"));
            qemu.write(5, "100M", "128k");
            export(qemu, port);
            // After the point in time, and so no part of the backup.
            qemu.write(9, "0", "1M");

            var export = new NbdExport("vda", "127.0.0.1", port, "", "localhost");
            try (var client = new NbdClient();
                    var disk = NbdDisk.open(client, "disk", () -> List.of(export), settings())) {
                assertThat(disk.contexts()).containsExactlyInAnyOrder(NbdExtent.ALLOCATION, BITMAP);
                assertThat(dirty(disk)).containsExactly(new NbdExtent(100 * MIB, 128 << 10, 1));
                assertThat(read(disk, 100 * MIB, 128 << 10)).containsOnly(5);
                assertThat(read(disk, 0, 1 << 20)).containsOnly(1);
                assertThat(zeros(disk)).isBetween(246 * MIB, 248 * MIB);
            }
        }
    }

    /// A view of the disk that keeps what the machine overwrites from now on, with the bitmap of what it wrote before.
    private void export(Qemu qemu, int port) throws IOException, InterruptedException {
        var scratch = folder.resolve("scratch.qcow2").toString();
        Qemu.run("qemu-img", "create", "-q", "-f", "qcow2", scratch, "256M");
        qemu.tell(
                "nbd-server-start",
                Map.of("addr", Map.of("type", "inet", "data", Map.of("host", "127.0.0.1", "port", "" + port))));
        qemu.tell(
                "blockdev-add",
                Map.of(
                        "driver",
                        "qcow2",
                        "node-name",
                        "scratch",
                        "file",
                        Map.of("driver", "file", "filename", scratch),
                        "backing",
                        "d0"));
        qemu.tell(
                "transaction",
                Map.of(
                        "actions",
                        List.of(
                                action("block-dirty-bitmap-add", Map.of("node", "d0", "name", "checkpoint1")),
                                action("block-dirty-bitmap-disable", Map.of("node", "d0", "name", "checkpoint0")),
                                action(
                                        "blockdev-backup",
                                        Map.of("device", "d0", "target", "scratch", "sync", "none", "job-id", "b0")))));
        qemu.tell("block-dirty-bitmap-add", Map.of("node", "scratch", "name", "changes", "disabled", true));
        qemu.tell(
                "block-dirty-bitmap-merge",
                Map.of(
                        "node",
                        "scratch",
                        "target",
                        "changes",
                        "bitmaps",
                        List.of(Map.of("node", "d0", "name", "checkpoint0"))));
        qemu.tell(
                "block-export-add",
                Map.of(
                        "type",
                        "nbd",
                        "id",
                        "e0",
                        "node-name",
                        "scratch",
                        "name",
                        "vda",
                        "bitmaps",
                        List.of("changes")));
    }

    private static Map<String, Object> action(String type, Map<String, String> arguments) {
        return Map.of("type", type, "data", arguments);
    }

    private static List<NbdExtent> dirty(NbdDisk disk) {
        var dirty = new ArrayList<NbdExtent>();
        disk.extents(BITMAP, 0, disk.sizeBytes()).forEachRemaining(extent -> {
            if (extent.isDirty()) {
                dirty.add(extent);
            }
        });
        return dirty;
    }

    private static long zeros(NbdDisk disk) {
        long bytes = 0;
        for (var extents = disk.extents(NbdExtent.ALLOCATION, 0, disk.sizeBytes()); extents.hasNext(); ) {
            var extent = extents.next();
            bytes += extent.readsAsZeros() ? extent.lengthBytes() : 0;
        }
        return bytes;
    }

    private static byte[] read(NbdDisk disk, long offset, int length) {
        var bytes = new byte[length];
        disk.read(List.of(new NbdDisk.Part(offset, ByteBuffer.wrap(bytes)))).join();
        return bytes;
    }

    private static NbdSettings settings() {
        return NbdSettings.of(new Transfer(NbdTls.Disabled, 2, 1 << 20, OnUnavailable.Fail, OnUnavailable.Fail))
                .withContexts(List.of(NbdExtent.ALLOCATION, BITMAP));
    }
}
