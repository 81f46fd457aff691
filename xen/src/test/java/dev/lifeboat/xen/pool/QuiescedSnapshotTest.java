package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.SnapshotConsistency;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.Failure;
import dev.lifeboat.xen.fake.FakePool;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuiescedSnapshotTest extends PoolTest {

    private XenPool connection;
    private String vm;

    @BeforeEach
    void addVm() {
        connection = connect();
        vm = pool.add("VM", Map.of("name_label", "web"));
        pool.on("VM.snapshot", making("crash_consistent"));
        pool.on("VM.snapshot_with_quiesce", making("quiesced"));
    }

    @AfterEach
    void stop() {
        connection.close();
    }

    @Test
    void aPlainOneIsNotQuiesced() {
        var taken = take(SnapshotConsistency.CRASH_CONSISTENT);

        assertThat(taken.quiesced()).isFalse();
        assertThat(taken.notQuiescedBecause()).isEmpty();
        assertThat(pool.callsOf("Async.VM.snapshot_with_quiesce")).isEmpty();
    }

    @Test
    void theGuestIsAskedToSettleWhereThatIsPossible() {
        for (var consistency : Set.of(SnapshotConsistency.QUIESCED, SnapshotConsistency.QUIESCED_IF_POSSIBLE)) {
            var taken = take(consistency);

            assertThat(taken.quiesced()).isTrue();
            assertThat(taken.notQuiescedBecause()).isEmpty();
        }
        assertThat(pool.callsOf("Async.VM.snapshot")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MESSAGE_REMOVED",
                "MESSAGE_METHOD_UNKNOWN",
                "VM_BAD_POWER_STATE",
                "VM_SNAPSHOT_WITH_QUIESCE_NOT_SUPPORTED",
                "VM_SNAPSHOT_WITH_QUIESCE_TIMEOUT",
                "VM_SNAPSHOT_WITH_QUIESCE_PLUGIN_DEOS_NOT_RESPOND",
                "XEN_VSS_REQ_ERROR_PREPARING_WRITERS",
                "LICENCE_RESTRICTION"
            })
    void whereItIsNotPossibleThePlainOneSaysWhyAndKeepsSayingIt(String code) {
        failQuiesced(code);

        var taken = take(SnapshotConsistency.QUIESCED_IF_POSSIBLE);

        assertThat(taken.quiesced()).isFalse();
        assertThat(taken.notQuiescedBecause()).get().asString().contains(code);
        assertThat(connection.findSnapshots("lifeboat:backup-uid", "b1")).containsExactly(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VM_SNAPSHOT_WITH_QUIESCE_FAILED", "MESSAGE_REMOVED"})
    void whereItIsDemandedNoPlainOneIsTaken(String code) {
        failQuiesced(code);

        assertThatThrownBy(() -> take(SnapshotConsistency.QUIESCED)).isInstanceOf(XapiException.Unsupported.class);
        assertThat(pool.records("VM")).containsOnlyKeys(vm);
    }

    @Test
    void whatPassesByItselfIsNoReasonForAPlainOne() {
        failQuiesced("SR_BACKEND_FAILURE_46");

        assertThatThrownBy(() -> take(SnapshotConsistency.QUIESCED_IF_POSSIBLE))
                .isInstanceOf(XapiException.Retryable.class);
        assertThat(pool.callsOf("Async.VM.snapshot")).isEmpty();
    }

    private VmSnapshot take(SnapshotConsistency consistency) {
        return connection.takeSnapshot(new SnapshotRequest(
                pool.uuid("VM", vm), "daily", Set.of(), Map.of("lifeboat:backup-uid", "b1"), consistency));
    }

    private void failQuiesced(String code) {
        pool.on("VM.snapshot_with_quiesce", _ -> {
            throw new Failure(code, "x");
        });
    }

    private FakePool.Script making(String type) {
        return parameters -> pool.add(
                "VM",
                Map.of(
                        "name_label",
                        parameters.get(1),
                        "is_a_snapshot",
                        true,
                        "snapshot_of",
                        vm,
                        "snapshot_time",
                        "20260131T10:15:30Z",
                        "snapshot_info",
                        Map.of("disk-snapshot-type", type)));
    }
}
