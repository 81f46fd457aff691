package dev.lifeboat.simulator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.Profile;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.control.Pattern;
import dev.lifeboat.simulator.control.Range;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `/export` and `/import` as a client meets them.
class VmArchiveTest {
    private SmallPool small;
    private TestClient client;

    @BeforeEach
    void start() {
        small = SmallPool.start();
        client = small.client();
    }

    @AfterEach
    void end() {
        small.close();
    }

    private byte[] export(String vm, String... more) {
        var task = client.text("task.create", "export", "");
        var query = query(task, more);
        query.put("ref", vm);
        var body = client.get("/export", query).body();
        assertThat(client.finished(task).path("status").asText()).isEqualTo("success");
        return body;
    }

    private JsonNode imported(byte[] archive, String... more) {
        var task = client.text("task.create", "import", "");
        client.upload("/import", query(task, more), archive);
        return client.finished(task);
    }

    private Map<String, String> query(String task, String... more) {
        var query = new HashMap<String, String>();
        query.put("session_id", client.session());
        query.put("task_id", task);
        for (int i = 0; i < more.length; i += 2) {
            query.put(more[i], more[i + 1]);
        }
        return query;
    }

    /// The one VM that an import made.
    private static String made(JsonNode task) {
        assertThat(task.path("status").asText())
                .as("%s", task.path("error_info"))
                .isEqualTo("success");
        return task.path("result")
                .asText()
                .replaceFirst("^<value><array><data><value>", "")
                .replaceFirst("</value></data></array></value>$", "");
    }

    private byte[] disk(String vm) {
        return client.get("/export_raw_vdi", query("", "vdi", small.disk(vm, "0")))
                .body();
    }

    /// Files of an uncompressed archive by name.
    private static Map<String, byte[]> files(byte[] tar) {
        var files = new TreeMap<String, byte[]>();
        int at = 0;
        while (tar[at] != 0) {
            var name = new String(tar, at, 100, StandardCharsets.US_ASCII).replace("\0", "");
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII), 8);
            files.put(name, Arrays.copyOfRange(tar, at + 512, at + 512 + size));
            at += 512 + (size + 511) / 512 * 512;
        }
        assertThat(tar.length - at).isEqualTo(1024);
        return files;
    }

    @Test
    void aVmGoesOutAndComesInWithItsDisks() {
        // given
        small.pool().control().write("still", "0", new Range(5_000_000, 300_000), Pattern.RANDOM, 3);
        var still = small.vm("still");

        // when
        var copy = made(imported(export(still)));

        // then
        assertThat(disk(copy)).isEqualTo(disk(still));
        var before = client.call("VM.get_record", still);
        var after = client.call("VM.get_record", copy);
        assertThat(after.path("uuid")).isNotEqualTo(before.path("uuid"));
        assertThat(after.path("name_label")).isEqualTo(before.path("name_label"));
        assertThat(after.path("memory_static_max")).isEqualTo(before.path("memory_static_max"));
        assertThat(after.path("other_config").has("import_task")).isFalse();
        assertThat(after.path("other_config").path("mac_seed"))
                .isNotEqualTo(before.path("other_config").path("mac_seed"));
        assertThat(after.path("current_operations")).isEmpty();
        assertThat(small.pool().control().state().controlDomainVbds()).isZero();
    }

    @Test
    void aSnapshotComesInAsATemplate() {
        // given
        var snapshot = small.snapshot(small.vm("vm"));

        // when
        var copy = client.call("VM.get_record", made(imported(export(snapshot))));

        // then
        assertThat(copy.path("is_a_template").asBoolean()).isTrue();
        assertThat(copy.path("is_a_snapshot").asBoolean()).isFalse();
    }

    @Test
    void blocksHaveNumbersAndChecksumsAndTheBordersAreAlwaysThere() {
        // given
        small.pool().control().write("still", "0", new Range(0, SmallPool.DISK_BYTES), Pattern.ZEROS, 1);

        // when
        var files = files(export(small.vm("still")));

        // then
        assertThat(files.keySet()).contains("ova.xml");
        var directory = files.keySet().stream()
                .filter(name -> name.endsWith("/00000000"))
                .findFirst()
                .orElseThrow()
                .replace("/00000000", "");
        assertThat(files).containsKeys(directory + "/00000000.xxhash", directory + "/00000007");
        assertThat(files.get(directory + "/00000000")).hasSize(1 << 20);
        assertThat(new String(files.get(directory + "/00000000.xxhash"), StandardCharsets.US_ASCII))
                .matches("[0-9A-F]{16}");
        assertThat(new String(files.get("ova.xml"), StandardCharsets.UTF_8))
                .startsWith("<value><struct><member><name>version</name>")
                .contains("<name>export_vsn</name><value>2</value>")
                .doesNotContain("<?xml");
    }

    @Test
    void compressionIsWhatTheQueryAsksForAndAnyIsTakenIn() throws IOException {
        // given
        var still = small.vm("still");
        var plain = export(still);

        // when
        var gzip = export(still, "use_compression", "true");
        var zstd = export(still, "use_compression", "zstd");

        // then
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
                .hasSameSizeAs(plain);
        assertThat(zstd).startsWith(0x28, 0xB5, 0x2F, 0xFD);
        for (var archive : List.of(gzip, zstd)) {
            assertThat(disk(made(imported(archive)))).isEqualTo(disk(still));
        }
    }

    @Test
    void anOlderReleaseLeavesOutZerosAndSumsBySha1() {
        try (var older = SmallPool.start(PoolOptions.quick().profile(Profile.named("8.2")))) {
            // given
            older.pool().control().write("still", "0", new Range(0, SmallPool.DISK_BYTES), Pattern.ZEROS, 1);
            var query = Map.of("session_id", older.client().session(), "ref", older.vm("still"));

            // when
            var files = files(older.client().get("/export", query).body());

            // then
            assertThat(files.keySet().stream().filter(name -> name.matches(".*/[0-9]{8}")))
                    .hasSize(2);
        }
    }

    @Test
    void aRunningVmIsNotExported() {
        // given
        var query = query("", "ref", small.vm("vm"));

        // when
        var answer = client.get("/export", query);

        // then
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("VM_BAD_POWER_STATE");
    }

    @Test
    void restoreKeepsUuidAndMacAndReplacesOnlyAnOlderVm() {
        // given
        var still = small.vm("still");
        var uuid = client.text("VM.get_uuid", still);
        var archive = export(still);

        // when
        var again = imported(archive, "restore", "true");
        client.call("VM.destroy", still);
        var restored = made(imported(archive, "restore", "true"));

        // then
        assertThat(again.path("status").asText()).isEqualTo("failure");
        assertThat(again.path("error_info").get(0).asText()).isEqualTo("VM_TO_IMPORT_IS_NOT_NEWER_VERSION");
        assertThat(client.text("VM.get_uuid", restored)).isEqualTo(uuid);
    }

    @Test
    void anArchiveThatEndsEarlyLeavesNothing() {
        // given
        var archive = export(small.vm("still"));
        int vms = client.texts("VM.get_all").size();
        int disks = client.texts("VDI.get_all").size();

        // when
        var task = imported(Arrays.copyOf(archive, archive.length / 2));

        // then
        assertThat(task.path("status").asText()).isEqualTo("failure");
        assertThat(task.path("error_info").get(0).asText()).isEqualTo("IMPORT_ERROR_PREMATURE_EOF");
        assertThat(client.texts("VM.get_all")).hasSize(vms);
        assertThat(client.texts("VDI.get_all")).hasSize(disks);
    }

    @Test
    void aBlockThatDoesNotMatchItsChecksumFailsUnlessForced() {
        // given
        var archive = export(small.vm("still"));
        var files = files(archive);
        archive[512 + (files.get("ova.xml").length + 511) / 512 * 512 + 512 + 99] ^= 1;

        // when
        var refused = imported(archive);
        var forced = imported(archive, "force", "true");

        // then
        assertThat(refused.path("error_info").get(0).asText()).isEqualTo("IMPORT_ERROR_SOME_CHECKSUMS_FAILED");
        assertThat(forced.path("status").asText()).isEqualTo("success");
    }

    @Test
    void anArchiveOfANewerReleaseIsRefused() {
        // given
        var archive = export(small.vm("still"));
        try (var older = SmallPool.start(PoolOptions.quick().profile(Profile.named("8.2")))) {
            var task = older.client().text("task.create", "import", "");

            // when
            older.client().upload("/import", Map.of("session_id", older.client().session(), "task_id", task), archive);

            // then
            assertThat(older.client().finished(task).path("error_info").get(0).asText())
                    .isEqualTo("IMPORT_INCOMPATIBLE_VERSION");
        }
    }
}
