package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.ImportTarget;
import dev.lifeboat.xen.MetadataExport;
import dev.lifeboat.xen.MetadataImport;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.VmExport;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.stream.Compression;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VmTransferTest extends PoolTransferTest {

    private final byte[] archive = new byte[2_000_000];
    private final CompletableFuture<byte[]> received = new CompletableFuture<>();
    private UUID storage;
    private String storageRef = "";

    @BeforeEach
    void addStorage() {
        new Random(9).nextBytes(archive);
        storageRef = pool.add("SR", Map.of("name_label", "local"));
        storage = pool.uuid("SR", storageRef);
    }

    /// Reads to the announced length or to the end of the connection, as importers do.
    private FakeHost.Handler put(String status, Object result, String... error) {
        return (request, socket, out) -> {
            requests.add(request);
            out.write(HEAD.getBytes(ISO_8859_1));
            out.flush();
            boolean unknown = request.headers().get("content-length").equals("1125899906842624");
            received.complete(unknown ? request.body().readAllBytes() : request.readBody());
            pool.endTask(request.query().get("task_id"), status, result, error);
        };
    }

    @Test
    void aVmIsExportedAsAsked() throws Exception {
        pool.host().on("GET /export", get(archive, "success"));
        for (var compression : Compression.values()) {
            try (var export = transfers.exportVm(new VmExport(vm, compression, compression == Compression.NONE))) {
                assertThat(export.stream().readAllBytes()).isEqualTo(archive);
                export.finish();
            }
        }

        assertThat(requests)
                .extracting(request -> request.query().get("use_compression"))
                .containsExactly("false", "true", "zstd");
        assertThat(requests)
                .extracting(request -> request.query().get("preserve_power_state"))
                .containsExactly("true", "false", "false");
        assertThat(requests.getFirst().query())
                .containsEntry("uuid", vm.toString())
                .containsKeys("session_id", "task_id");
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

        assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo(archive);
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

        assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo(archive);
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

        assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo(archive);
        assertThat(requests.getFirst().query())
                .containsAllEntriesOf(
                        Map.of("restore", "true", "force", "false", "dry_run", "true", "vdi:Ref:3", "new-uuid"));
    }

    @Test
    void aTransferIsCancelledByClosingItFromAnotherThread() throws Exception {
        var reading = new CountDownLatch(1);
        pool.host()
                .on(
                        "GET /export",
                        get(
                                (out, socket) -> {
                                    out.write(archive, 0, 1000);
                                    out.flush();
                                    socket.getInputStream().read();
                                },
                                "success"));

        var export = transfers.exportVm(new VmExport(vm, Compression.NONE, false));
        var failure = CompletableFuture.supplyAsync(() -> {
            try {
                export.stream().readNBytes(1000);
                reading.countDown();
                return new AssertionError("read " + export.stream().read());
            } catch (IOException e) {
                return e;
            }
        });
        assertThat(reading.await(5, TimeUnit.SECONDS)).isTrue();
        export.close();

        assertThat(failure.get(5, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was cancelled");
        assertThatThrownBy(export::finish).isInstanceOf(TransferFailedException.class);
        export.close();
        assertThat(pool.callsOf("task.cancel")).hasSize(1);
    }

    @Test
    void aRefusalIsToldInTheHostsWordsWhereTheTaskTellsNothing() {
        pool.host()
                .on(
                        "GET /export",
                        (_, _, out) -> FakeHost.answer(
                                out,
                                500,
                                "content-type: text/html\r\n",
                                ("<html><body><h1>Internal Server Error</h1>Additional"
                                    + " information:<br/><pre>VM_BAD_POWER_STATE: [ OpaqueRef:1; halted; running"
                                    + " ]</pre></body></html>")
                                        .getBytes(ISO_8859_1)));

        assertThatThrownBy(() -> transfers.exportVm(new VmExport(vm, Compression.NONE, false)))
                .isInstanceOf(TransferFailedException.class)
                .hasMessageContaining("HTTP 500: VM_BAD_POWER_STATE: [ OpaqueRef:1; halted; running ]");
    }
}
