package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.MetadataExport;
import dev.lifeboat.xen.MetadataImport;
import dev.lifeboat.xen.fake.FakeHost;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What the pool knows of VMs, without their disks.
class VmMetadataTransferTest extends PoolTransferTest {

    @Test
    void metadataIsReadToItsAnnouncedLength() throws Exception {
        pool.host().on("GET /export_metadata", (request, _, out) -> {
            requests.add(request);
            pool.endTask(request.query().get("task_id"), "success", "");
            FakeHost.answer(out, 200, "", archive);
        });

        try (var export = transfers.exportMetadata(MetadataExport.of(vm))) {
            assertThat(export.stream().readAllBytes()).isEqualTo(archive);
            export.finish();
        }
        try (var export = transfers.exportMetadata(new MetadataExport(Optional.empty(), true, Set.of("vif", "vtpm")))) {
            export.stream().readAllBytes();
            export.finish();
        }

        assertThat(requests.get(0).query())
                .containsAllEntriesOf(Map.of("uuid", vm.toString(), "export_snapshots", "false"))
                .doesNotContainKeys("all", "excluded_device_types");
        assertThat(requests.get(1).query())
                .containsAllEntriesOf(
                        Map.of("all", "true", "export_snapshots", "true", "excluded_device_types", "vif,vtpm"))
                .doesNotContainKey("uuid");
    }

    @Test
    void metadataThatIsCutIsAnError() {
        pool.host().on("GET /export_metadata", (request, socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".getBytes(ISO_8859_1));
            out.write(Arrays.copyOf(archive, 4999));
            out.flush();
            pool.endTask(request.query().get("task_id"), "failure", "", "INTERNAL_ERROR", "x");
            socket.close();
        });

        try (var export = transfers.exportMetadata(MetadataExport.of(vm))) {
            assertThatThrownBy(() -> export.stream().readAllBytes()).hasMessageContaining("INTERNAL_ERROR");
        }
    }

    @Test
    void metadataIsImportedWithItsDisksMapped() throws Exception {
        pool.host().on("PUT /import_metadata", put("success", List.of()));

        var how = new MetadataImport(true, false, true, Map.of("Ref:3", "new-uuid"), archive.length);
        try (var target = transfers.importMetadata(how)) {
            target.stream().write(archive);
            target.finish();
        }

        assertThat(received.get(1, TimeUnit.MINUTES)).isEqualTo(archive);
        assertThat(requests.getFirst().query())
                .containsAllEntriesOf(
                        Map.of("restore", "true", "force", "false", "dry_run", "true", "vdi:Ref:3", "new-uuid"));
    }
}
