package dev.lifeboat.simulator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `/export_metadata` and `/import_metadata`: VMs without their disks' content.
class MetadataTest extends TransferTest {
    private byte[] export(Map<String, String> more) {
        var query = new HashMap<>(more);
        query.put("session_id", client.session());
        return client.get("/export_metadata", query).body();
    }

    private JsonNode imported(byte[] metadata, Map<String, String> more) {
        var task = client.text("task.create", "import", "");
        var query = new HashMap<>(more);
        query.put("session_id", client.session());
        query.put("task_id", task);
        client.upload("/import_metadata", query, metadata);
        return client.finished(task);
    }

    @Test
    void aVmComesBackWithTheDisksThatAreHere() {
        // given
        var still = small.vm("still");
        var disk = small.disk(still, "0");
        var metadata = export(Map.of("ref", still));
        client.call("VM.destroy", still);

        // when
        var task = imported(metadata, Map.of("restore", "true"));

        // then
        assertThat(task.path("status").asText()).as("%s", task).isEqualTo("success");
        assertThat(small.disk(small.vm("still"), "0")).isEqualTo(disk);
    }

    @Test
    void aDiskThatIsGoneFailsAndATrialMakesNothing() {
        // given
        var still = small.vm("still");
        var metadata = export(Map.of("ref", still));
        int vms = client.texts("VM.get_all").size();

        // when
        var trial = imported(metadata, Map.of("dry_run", "true"));
        client.call("VDI.destroy", small.disk(still, "0"));
        var failed = imported(metadata, Map.of());

        // then
        assertThat(trial.path("status").asText()).isEqualTo("success");
        assertThat(failed.path("error_info").get(0).asText()).isEqualTo("IMPORT_ERROR_ATTACHED_DISKS_NOT_FOUND");
        assertThat(client.texts("VM.get_all")).hasSize(vms);
    }

    @Test
    void snapshotsGoAlongUnlessLeftOut() {
        // given
        var vm = small.vm("vm");
        small.snapshot(vm);

        // when
        var with = new String(export(Map.of("ref", vm)), StandardCharsets.UTF_8);
        var without = new String(export(Map.of("ref", vm, "export_snapshots", "false")), StandardCharsets.UTF_8);

        // then
        assertThat(with).contains("snapshot of ");
        assertThat(without).doesNotContain("snapshot of ");
    }
}
