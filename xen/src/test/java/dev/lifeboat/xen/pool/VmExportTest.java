package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.VmExport;
import dev.lifeboat.xen.fake.FakeHost;
import dev.lifeboat.xen.stream.Compression;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// VMs that leave the pool as archives.
class VmExportTest extends PoolTransferTest {

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
        assertThat(reading.await(1, TimeUnit.MINUTES)).isTrue();
        export.close();

        assertThat(failure.get(1, TimeUnit.MINUTES))
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
