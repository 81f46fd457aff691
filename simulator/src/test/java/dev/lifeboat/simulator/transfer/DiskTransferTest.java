package dev.lifeboat.simulator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.control.Pattern;
import dev.lifeboat.simulator.control.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiskTransferTest extends TransferTest {
    private Map<String, String> query(String vdi, String task) {
        var query = new HashMap<String, String>();
        query.put("session_id", client.session());
        query.put("vdi", vdi);
        query.put("task_id", task);
        return query;
    }

    private byte[] export(String vdi, String format) {
        var query = query(vdi, client.text("task.create", "export", ""));
        query.put("format", format);
        return client.get("/export_raw_vdi", query).body();
    }

    private JsonNode imported(String vdi, byte[] body, String... more) {
        var task = client.text("task.create", "import", "");
        var query = query(vdi, task);
        for (int i = 0; i < more.length; i += 2) {
            query.put(more[i], more[i + 1]);
        }
        client.upload("/import_raw_vdi", query, body);
        return client.finished(task);
    }

    private String newDisk() {
        return client.text(
                "VDI.create",
                SmallPool.newDisk(
                        client.texts("SR.get_by_name_label", "Shared storage").getFirst(),
                        Long.toString(SmallPool.DISK_BYTES)));
    }

    private byte[] whole(String vm) {
        return small.pool().control().read(vm, "0", new Range(0, SmallPool.DISK_BYTES));
    }

    @Test
    void rawComesOutAndGoesInByteForByte() {
        var source = small.disk(small.vm("still"), "0");
        var bytes = export(source, "raw");
        assertThat(bytes).isEqualTo(whole("still"));
        var target = newDisk();
        var task = imported(target, bytes);
        assertThat(task.path("status").asText()).isEqualTo("success");
        assertThat(task.path("result").asText()).isEqualTo("<value>" + target + "</value>");
        assertThat(export(target, "raw")).isEqualTo(bytes);
        assertThat(small.pool().control().state().controlDomainVbds()).isZero();
    }

    @Test
    void vhdComesOutAndGoesInAndADeltaOnTop() {
        var still = small.vm("still");
        var first = small.disk(small.snapshot(still), "0");
        small.pool().control().write("still", "0", new Range(3 << 20, 5000), Pattern.RANDOM, 4);
        var second = small.disk(small.snapshot(still), "0");

        var target = newDisk();
        assertThat(imported(target, export(first, "vhd"), "format", "vhd")
                        .path("status")
                        .asText())
                .isEqualTo("success");
        var query = query(second, client.text("task.create", "export", ""));
        query.put("format", "vhd");
        query.put("base", first);
        var delta = client.get("/export_raw_vdi", query).body();
        assertThat(delta).hasSize(2048 + 512 + 512 + (2 << 20) + 512);
        imported(target, delta, "format", "vhd");
        assertThat(export(target, "raw")).isEqualTo(whole("still"));
    }

    @Test
    void aVhdStreamHasTheLayoutOfTheRealOne() {
        var vhd = ByteBuffer.wrap(export(small.disk(small.vm("still"), "0"), "vhd"));
        var footer = new byte[512];
        vhd.get(0, footer);
        var last = new byte[512];
        vhd.get(vhd.capacity() - 512, last);
        assertThat(footer).isEqualTo(last).startsWith("conectix".getBytes(StandardCharsets.US_ASCII));
        assertThat(vhd.getLong(48)).isEqualTo(SmallPool.DISK_BYTES);
        assertThat(vhd.getInt(60)).isEqualTo(3);
        assertThat(vhd.getLong(512 + 16)).isEqualTo(2048);
        assertThat(vhd.getInt(512 + 28)).isEqualTo(4);
        assertThat(vhd.getInt(2048)).isEqualTo(5);
    }

    @Test
    void chunksGoWhereTheySay() {
        var target = newDisk();
        var stream = ByteBuffer.allocate(3 * 12 + 7).order(ByteOrder.LITTLE_ENDIAN);
        stream.putLong(1 << 20).putInt(3).put(new byte[] {1, 2, 3});
        stream.putLong(10).putInt(4).put(new byte[] {4, 5, 6, 7});
        stream.putLong(0).putInt(0);
        imported(target, stream.array(), "chunked", "");
        var expected = new byte[(int) SmallPool.DISK_BYTES];
        System.arraycopy(new byte[] {4, 5, 6, 7}, 0, expected, 10, 4);
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 1 << 20, 3);
        assertThat(export(target, "raw")).isEqualTo(expected);
    }

    @Test
    void anAttachedDiskFailsAfterTheHeadHasSaidYes() {
        var task = imported(small.disk(small.vm("vm"), "0"), new byte[512]);
        assertThat(task.path("status").asText()).isEqualTo("failure");
        assertThat(task.path("error_info").path(0).asText()).isEqualTo("VDI_IN_USE");

        var failed = client.text("task.create", "export", "");
        var body = client.get("/export_raw_vdi", query(small.disk(small.vm("vm"), "0"), failed))
                .body();
        assertThat(new String(body, StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 500 Internal Error")
                .contains("Additional information");
        assertThat(client.finished(failed).path("error_info").path(0).asText()).isEqualTo("SR_BACKEND_FAILURE_46");
    }

    @Test
    void anImageLargerThanItsDiskFailsLate() {
        var task = imported(newDisk(), new byte[(int) SmallPool.DISK_BYTES + 512]);
        assertThat(task.path("error_info").path(0).asText()).isEqualTo("VDI_IO_ERROR");
    }

    @Test
    void refusesStrangersUnknownFormatsAndUnknownPaths() {
        var disk = small.disk(small.vm("still"), "0");
        assertThat(client.get("/export_raw_vdi", Map.of("vdi", disk)).statusCode())
                .isEqualTo(401);
        var query = query(disk, client.text("task.create", "export", ""));
        query.put("format", "floppy");
        assertThat(client.get("/export_raw_vdi", query).statusCode()).isEqualTo(404);
        assertThat(client.get("/rrd_updates", query).statusCode()).isEqualTo(403);
        assertThat(client.put("/blob", query, new byte[1]).statusCode()).isEqualTo(403);
    }

    @Test
    void aHostWithoutTheRepositorySendsTheCallerOn() {
        var host = client.texts("host.get_by_name_label", "xcp-host-1").getFirst();
        var sr = client.texts("SR.get_by_name_label", "Shared storage").getFirst();
        var pbd = client.texts("SR.get_PBDs", sr).stream()
                .filter(each -> client.text("PBD.get_host", each).equals(host))
                .findFirst()
                .orElseThrow();
        client.call("VM.hard_shutdown", small.vm("vm"));
        client.call("PBD.unplug", pbd);
        var disk = small.disk(small.vm("still"), "0");
        var answer = client.get("/export_raw_vdi", query(disk, client.text("task.create", "export", "")));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location").orElseThrow())
                .startsWith(small.pool().endpoints().getLast() + "/export_raw_vdi?")
                .contains("session_id=");
    }

    @Test
    void aCancelledTransferStops() {
        var target = newDisk();
        var task = client.text("task.create", "import", "");
        client.call("task.cancel", task);
        assertThat(client.text("task.get_status", task)).isEqualTo("pending");
        client.upload("/import_raw_vdi", query(target, task), new byte[1 << 20]);
        var record = client.finished(task);
        assertThat(record.path("status").asText()).isEqualTo("cancelled");
        assertThat(record.path("error_info").path(0).asText()).isEqualTo("TASK_CANCELLED");
        assertThat(export(target, "raw")).containsOnly(0);
    }

    @Test
    void aFullRepositoryFailsTheTask() {
        var target = newDisk();
        small.pool().control().storageFull(true);
        assertThat(imported(target, new byte[4096]).path("error_info").path(0).asText())
                .isEqualTo("SR_BACKEND_FAILURE_44");
    }

    @Test
    void anExportCanBeCutShort() {
        small.pool().control().faults().truncateNextExport(12_345);
        assertThat(export(small.disk(small.vm("still"), "0"), "raw")).hasSize(12_345);
        assertThat(export(small.disk(small.vm("still"), "0"), "raw")).hasSize((int) SmallPool.DISK_BYTES);
    }

    @Test
    void rubbishIsNoVhd() {
        var rubbish = new byte[5000];
        new Random(1).nextBytes(rubbish);
        assertThat(imported(newDisk(), rubbish, "format", "vhd").path("status").asText())
                .isEqualTo("failure");
    }
}
