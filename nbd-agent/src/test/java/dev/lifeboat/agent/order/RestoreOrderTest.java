package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.RestoreScene.ISO;
import static dev.lifeboat.agent.order.RestoreScene.LAN;
import static dev.lifeboat.agent.order.RestoreScene.MARKERS;
import static dev.lifeboat.agent.order.RestoreScene.PIECE_BYTES;
import static dev.lifeboat.agent.order.RestoreScene.RAW;
import static dev.lifeboat.agent.order.RestoreScene.SOURCE_LAN;
import static dev.lifeboat.agent.order.RestoreScene.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.api.RestoreOrder.UnmappedNetwork;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.RestoreRoute.Disks.Format;
import dev.lifeboat.xen.NewNic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Whole restore orders that go disk by disk: a recovery point in a repository in memory, a pool in
/// memory.
class RestoreOrderTest {
    private final RestoreScene scene = new RestoreScene();

    @Test
    void everyByteComesBackAndHolesAreNotSent() {
        scene.pool.caveats = List.of("It goes without a virtual TPM");
        var report = (RestoreReport) scene.execute(order(Map.of(), Map.of(), UnmappedNetwork.MatchByName));

        var created = scene.pool.lastCreation.orElseThrow();
        assertThat(scene.restored(report, 0)).isEqualTo(scene.disks[0]);
        assertThat(scene.restored(report, 1)).isEqualTo(scene.disks[1]);
        assertThat(report.writtenBytes())
                .isEqualTo(scene.disks[0].length + scene.disks[1].length - (2 << 20) - 4 * PIECE_BYTES);
        assertThat(report.verifiedBytes()).isEqualTo(report.writtenBytes());
        assertThat(report.caveats()).isEqualTo(scene.pool.caveats);
        assertThat(created.temporaryName()).isEqualTo("web (restoring)");
        assertThat(created.nics()).containsExactly(new NewNic("0", LAN, Optional.empty()));
        assertThat(created.records().tree()).containsKey("vm");
        assertThat(scene.pool.vms.get(report.vmUuid()).otherConfig()).isEqualTo(MARKERS);
    }

    @Test
    void storageWhoseNewDisksAreNotZeroGetsEveryByte() {
        var report = (RestoreReport) scene.execute(order(Map.of("0", RAW), Map.of(), UnmappedNetwork.Disconnect));

        assertThat(scene.restored(report, 0)).isEqualTo(scene.disks[0]);
        assertThat(report.disks().getFirst().writtenBytes()).isEqualTo(scene.disks[0].length);
        assertThat(report.verifiedBytes()).isLessThan(report.writtenBytes());
        assertThat(scene.pool.calls).anyMatch(call -> call.startsWith("importRaw"));
        assertThat(scene.pool.lastCreation.orElseThrow().nics()).isEmpty();
    }

    @Test
    void asVhdJustTheBlocksWithContentAreSent() {
        var order = order(new RestoreRoute.Disks(Format.Vhd));

        var report = (RestoreReport) scene.execute(order);

        assertThat(scene.restored(report, 0)).isEqualTo(scene.disks[0]);
        assertThat(scene.restored(report, 1)).isEqualTo(scene.disks[1]);
        assertThat(report.disks().getFirst().writtenBytes()).isEqualTo(scene.disks[0].length - (2 << 20));
        assertThat(scene.pool.calls.stream().filter(call -> call.startsWith("importVhd")))
                .hasSize(2);
    }

    @Test
    void whatWasAskedForDoesNotGoBeforeWhatTheStorageTakes() {
        var order = order(Map.of("0", RAW), Map.of(), UnmappedNetwork.Disconnect, new RestoreRoute.Disks(Format.Vhd));

        var report = (RestoreReport) scene.execute(order);

        assertThat(scene.restored(report, 0)).isEqualTo(scene.disks[0]);
        assertThat(report.disks().getFirst().writtenBytes()).isEqualTo(scene.disks[0].length);
    }

    @Test
    void aMappedNetworkIsTakenAndMacsAreKeptWhenAsked() {
        var order = order(Map.of(), Map.of(SOURCE_LAN, LAN), UnmappedNetwork.Fail);

        scene.execute(new RestoreOrder(
                order.orderId(),
                order.pool(),
                order.repository(),
                order.transfer(),
                order.sourceVmUuid(),
                order.pointId(),
                order.temporaryName(),
                order.description(),
                order.markers(),
                order.defaultSr(),
                order.srByDevice(),
                List.of("1"),
                order.networks(),
                order.unmappedNetwork(),
                true,
                order.route()));

        var created = scene.pool.lastCreation.orElseThrow();
        assertThat(created.nics()).containsExactly(new NewNic("0", LAN, Optional.of("aa:bb:cc:dd:ee:ff")));
        assertThat(created.disks()).hasSize(1);
    }

    @Test
    void whatHasNoPlaceInThePoolIsNamed() {
        var network = (FailureReport) scene.execute(order(Map.of(), Map.of(), UnmappedNetwork.Fail));
        var missing = (FailureReport)
                scene.execute(order(Map.of(), Map.of(SOURCE_LAN, new UUID(0, 7)), UnmappedNetwork.Fail));
        var sr = (FailureReport) scene.execute(order(Map.of("1", ISO), Map.of(), UnmappedNetwork.Disconnect));

        assertThat(network.reason()).isEqualTo(FailureReason.NetworkUnmapped);
        assertThat(network.message()).contains("'lan'").contains(SOURCE_LAN.toString());
        assertThat(missing.reason()).isEqualTo(FailureReason.TargetMissing);
        assertThat(sr.reason()).isEqualTo(FailureReason.TargetMissing);
        assertThat(sr.message()).contains("Disk 1").contains(ISO.toString());
        assertThat(scene.pool.vms).isEmpty();
    }

    @Test
    void whatAnEarlierTryLeftBehindIsDestroyedFirst() {
        var leftover = UUID.randomUUID();
        var other = UUID.randomUUID();
        scene.pool.addVm(leftover, "web (restoring)", MARKERS);
        scene.pool.addVm(other, "other", Map.of("lifeboat:restore-uid", "uid", "lifeboat:owner", "c2"));

        var report = (RestoreReport) scene.execute(order());

        assertThat(scene.pool.vms.keySet()).containsExactlyInAnyOrder(other, report.vmUuid());
    }
}
