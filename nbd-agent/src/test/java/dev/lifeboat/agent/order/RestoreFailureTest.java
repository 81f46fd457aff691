package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.RestoreScene.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.RestoreRoute.Archive.Identity;
import dev.lifeboat.agent.api.RestoreRoute.Disks.Format;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.xen.TransferFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Restores that fail say why, and leave no VM.
class RestoreFailureTest {
    private final RestoreScene scene = new RestoreScene();

    @Test
    void anUnknownPointIsSaidToBeMissing() {
        scene.store.listAll("points/").map(ObjectEntry::key).toList().forEach(scene.store::delete);

        var failure = (FailureReport) scene.execute(order());

        assertThat(failure.reason()).isEqualTo(FailureReason.PointMissing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"createVm", "importChunked", "write", "finishImport"})
    void aPoolThatFailsTheImportHasNoVmLeft(String step) {
        assertLeavesNoVm(SampleOrders.DISKS, step);
    }

    @Test
    void aDamagedPackEndsTheRestoreAndNamesTheObject() {
        var pack = scene.store.listAll("packs/").findFirst().orElseThrow().key();
        var content = scene.store.get(pack).orElseThrow();
        for (int i = 100; i < content.length - 4096; i += 50_000) {
            content[i] ^= 1;
        }
        scene.store.put(pack, ByteBuffer.wrap(content));

        var failure = (FailureReport) scene.execute(order());

        assertThat(failure.reason()).isEqualTo(FailureReason.RepositoryDamaged);
        assertThat(failure.message()).contains(pack.value());
        assertThat(scene.pool.vms).isEmpty();
    }

    @Test
    void interruptingCancelsAndLeavesNoVm() throws Exception {
        var writes = new ArrayList<Integer>();
        var first = new CountDownLatch(1);
        scene.pool.onWrite = () -> {
            synchronized (writes) {
                writes.add(1);
            }
            first.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform().start(() -> outcome.set(scene.execute(order())));
        first.await();

        agent.interrupt();
        await().atMost(Duration.ofSeconds(30)).until(() -> outcome.get() != null);

        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        assertThat(scene.pool.vms).isEmpty();
        assertThat(scene.pool.calls.getLast()).startsWith("close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"importVhd", "write", "finishImport"})
    void aPoolThatFailsAVhdHasNoVmLeftEither(String step) {
        assertLeavesNoVm(new RestoreRoute.Disks(Format.Vhd), step);
    }

    @ParameterizedTest
    @ValueSource(strings = {"importVm", "write", "finishImport", "blockStart"})
    void aPoolThatFailsAnArchiveHasNoVmLeftEither(String step) {
        assertLeavesNoVm(new RestoreRoute.Archive(Identity.New), step);
    }

    private void assertLeavesNoVm(RestoreRoute route, String step) {
        scene.pool.failures.put(step, new TransferFailedException(step + " broke"));

        var failure = (FailureReport) scene.execute(order(route));

        assertThat(failure.reason()).isIn(FailureReason.DiskWriteFailed, FailureReason.DiskReadFailed);
        assertThat(scene.pool.vms).isEmpty();
        assertThat(scene.pool.calls.getLast()).startsWith("close");
    }
}
