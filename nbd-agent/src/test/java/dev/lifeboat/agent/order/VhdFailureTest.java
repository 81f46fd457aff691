package dev.lifeboat.agent.order;

import static dev.lifeboat.agent.order.Scene.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.xen.TransferFailedException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A VHD that does not arrive as a whole yields no point.
class VhdFailureTest {
    private final KeptDisk disk = new KeptDisk();
    private final Scene scene = disk.scene;

    @ParameterizedTest
    @ValueSource(ints = {700, 3000, 2 * MIB, 7 * MIB + 5000, 7 * MIB + 5 * 512})
    void aStreamThatIsCutYieldsNoPointAndTheRetryDoes(int bytes) {
        scene.pool.transfers.cutAfter(bytes);
        var failure = scene.fail("p-1", disk.whole());
        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.point("p-1")).isEmpty();
        scene.assertNothingIsLeftOnThePool();

        scene.pool.transfers.tampering = UnaryOperator.identity();
        scene.backUp("p-1", disk.whole());

        assertThat(scene.content("p-1", 0)).isEqualTo(disk.bytes);
    }

    @Test
    void aStreamThatThePoolDisownsAtTheEndYieldsNoPoint() {
        disk.backUpAndWrite();
        scene.pool.failures.put("finishExport", new TransferFailedException("task failed: VDI_IO_ERROR"));

        var failure = scene.fail("p-2", disk.delta());

        assertThat(failure.reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.point("p-2")).isEmpty();
        scene.assertNothingIsLeftOnThePool();
    }

    @Test
    void aNetworkThatBreaksIsNoReasonToReadEverything() {
        disk.backUpAndWrite();
        scene.pool.failures.put("exportVhdDelta", new TransferFailedException("connection reset"));

        assertThat(scene.fail("p-2", disk.delta()).reason()).isEqualTo(FailureReason.DiskReadFailed);
        assertThat(scene.pool.calls).noneMatch(call -> call.startsWith("exportVhd "));
    }
}
