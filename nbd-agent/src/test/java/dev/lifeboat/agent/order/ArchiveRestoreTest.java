package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.RestoreScene.LOCAL;
import static dev.lifeboat.agent.order.RestoreScene.MARKERS;
import static dev.lifeboat.agent.order.RestoreScene.RAW;
import static dev.lifeboat.agent.order.RestoreScene.archive;
import static dev.lifeboat.agent.order.Scene.VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.api.RestoreOrder.UnmappedNetwork;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.agent.api.RestoreRoute.Archive.Identity;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// A VM that goes back as one XVA, of which the pool makes it.
class ArchiveRestoreTest {
    private final RestoreScene scene = new RestoreScene();

    @Test
    void asAnArchiveThePoolMakesTheVm() {
        var report = (RestoreReport) scene.execute(archive(Map.of(), UnmappedNetwork.MatchByName, Identity.New));

        assertThat(scene.restored(report, 0)).isEqualTo(scene.disks[0]);
        assertThat(scene.restored(report, 1)).isEqualTo(scene.disks[1]);
        var vm = scene.pool.vms.get(report.vmUuid());
        assertThat(vm.name()).isEqualTo("web (restoring)");
        assertThat(vm.otherConfig()).containsAllEntriesOf(MARKERS);
        assertThat(scene.pool.transfers.lastTarget.orElseThrow().restore()).isFalse();
        assertThat(scene.pool.calls)
                .contains("blockStart " + report.vmUuid())
                .noneMatch(call -> call.startsWith("createVm"));
    }

    @Test
    void whatAnArchiveCannotSayIsRefusedWithWhatToDoInstead() {
        var twoStores = (FailureReport)
                scene.execute(archive(Map.of("0", RAW, "1", LOCAL), UnmappedNetwork.Disconnect, Identity.New));
        scene.pool.addVm(VM, "web", Map.of());
        var exists = (FailureReport) scene.execute(archive(Map.of(), UnmappedNetwork.Disconnect, Identity.Original));

        assertThat(twoStores.reason()).isEqualTo(FailureReason.InvalidOrder);
        assertThat(twoStores.message()).contains("disk by disk");
        assertThat(exists.reason()).isEqualTo(FailureReason.TargetExists);
        assertThat(exists.message()).contains("would be destroyed");
        assertThat(scene.pool.vms).containsOnlyKeys(VM);
    }

    @Test
    void interruptingAnArchiveCancelsIt() throws Exception {
        var outcome = new AtomicReference<Report>();
        var agent = Thread.ofPlatform()
                .unstarted(
                        () -> outcome.set(scene.execute(archive(Map.of(), UnmappedNetwork.Disconnect, Identity.New))));
        scene.pool.onWrite = agent::interrupt;
        agent.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> outcome.get() != null);

        assertThat(((FailureReport) outcome.get()).reason()).isEqualTo(FailureReason.Cancelled);
        assertThat(scene.pool.vms).isEmpty();
        assertThat(scene.pool.calls).contains("closeImport VM");
    }
}
