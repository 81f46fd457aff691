package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.ImportTarget;
import dev.lifeboat.xen.XapiException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// VMs that come as archives, of a length that is known or not.
class VmImportTest extends PoolTransferTest {

    private UUID storage;
    private String storageRef = "";

    @BeforeEach
    void addStorage() {
        storageRef = pool.add("SR", Map.of("name_label", "local"));
        storage = pool.uuid("SR", storageRef);
    }

    @Test
    void anArchiveOfUnknownLengthEndsWhenItEnds() throws Exception {
        var made = pool.add("VM", Map.of());
        pool.on(
                "VM.get_uuid",
                parameters -> pool.uuid("VM", (String) parameters.getFirst()).toString());
        pool.host().on("PUT /import", put("success", List.of(made)));

        try (var target = transfers.importVm(ImportTarget.on(storage))) {
            target.stream().write(archive);
            target.stream().flush();
            assertThat(target.finish()).containsExactly(pool.uuid("VM", made));
        }

        assertThat(received.get(1, TimeUnit.MINUTES)).isEqualTo(archive);
        assertThat(requests.getFirst().query())
                .containsAllEntriesOf(Map.of("sr_id", storageRef, "restore", "false", "force", "false"));
        assertThat(requests.getFirst().headers()).doesNotContainKey("transfer-encoding");
    }

    @Test
    void anArchiveOfKnownLengthIsAnnounced() throws Exception {
        pool.host().on("PUT /import", put("success", List.of()));

        var target = new ImportTarget(Optional.empty(), true, true, OptionalLong.of(archive.length));
        try (var importing = transfers.importVm(target)) {
            importing.stream().write(archive, 0, 10);
            assertThatIllegalStateException().isThrownBy(importing::finish);
            importing.stream().write(archive, 10, archive.length - 10);
            assertThat(importing.finish()).isEmpty();
        }

        assertThat(received.get(1, TimeUnit.MINUTES)).isEqualTo(archive);
        assertThat(requests.getFirst().query())
                .containsAllEntriesOf(Map.of("restore", "true", "force", "true"))
                .doesNotContainKey("sr_id");
        assertThat(requests.getFirst().headers()).containsEntry("content-length", "" + archive.length);
    }

    @Test
    void anImportIsWhatItsTaskSays() {
        pool.host().on("PUT /import", put("failure", "", "IMPORT_ERROR_PREMATURE_EOF"));

        try (var target = transfers.importVm(ImportTarget.on(storage))) {
            target.stream().write(archive);
            assertThatThrownBy(target::finish)
                    .isInstanceOf(XapiException.class)
                    .hasMessageContaining("IMPORT_ERROR_PREMATURE_EOF");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anImportThatIsCutTellsThePoolsReason() {
        pool.host().on("PUT /import", (request, socket, out) -> {
            out.write(HEAD.getBytes(ISO_8859_1));
            out.flush();
            pool.endTask(request.query().get("task_id"), "failure", "", "SR_BACKEND_FAILURE_44", "", "no space");
            socket.close();
        });

        try (var target = transfers.importVm(ImportTarget.on(storage))) {
            assertThatThrownBy(() -> {
                        for (int count = 0; count < 500; count++) {
                            target.stream().write(archive);
                        }
                    })
                    .isInstanceOf(XapiException.class)
                    .hasMessageContaining("SR_BACKEND_FAILURE_44");
        }
    }
}
