package dev.lifeboat.simulator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.control.Pattern;
import dev.lifeboat.simulator.control.Range;
import dev.lifeboat.simulator.profile.Profile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `/export` and `/import` as a client meets them.
class VmArchiveTest extends ArchiveTest {

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
