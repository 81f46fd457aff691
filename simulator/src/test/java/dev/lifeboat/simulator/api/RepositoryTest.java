package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import dev.lifeboat.simulator.control.Range;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.RepositoryKind;
import dev.lifeboat.simulator.inventory.RepositorySpec;
import dev.lifeboat.simulator.inventory.VmSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepositoryTest {
    private static final long MIB = 1 << 20;

    private PoolSimulator pool;
    private TestClient client;

    @BeforeEach
    void start() {
        pool = PoolSimulator.start(PoolOptions.quick()
                .store(RepositorySpec.of("thick", RepositoryKind.LVM, 20 * MIB).on(1))
                .store(RepositorySpec.of("untracked", RepositoryKind.LINSTOR, 100 * MIB))
                .store(RepositorySpec.of("raw", RepositoryKind.ISCSI, 100 * MIB))
                .inventory(Inventory.of(
                        VmSpec.named("thick").diskIn("thick", 8 * MIB).halted(),
                        VmSpec.named("untracked").diskIn("untracked", 8 * MIB).halted(),
                        VmSpec.named("raw").diskIn("raw", 8 * MIB).halted(),
                        VmSpec.named("thin").disk(8 * MIB).halted())));
        client = TestClient.of(pool);
    }

    @AfterEach
    void end() {
        pool.close();
    }

    private String sr(String name) {
        return client.texts("SR.get_by_name_label", name).getFirst();
    }

    private String vm(String name) {
        return client.texts("VM.get_by_name_label", name).getFirst();
    }

    private String disk(String vm) {
        return client.text("VBD.get_VDI", client.texts("VM.get_VBDs", vm).getFirst());
    }

    private long used(String sr) {
        return client.call("SR.get_physical_utilisation", sr(sr)).asLong();
    }

    private CallFailed failure(String method, Object... parameters) {
        return catchThrowableOfType(CallFailed.class, () -> client.call(method, parameters));
    }

    @Test
    void aThickRepositoryIsFullBeforeAnybodyWrites() {
        assertThat(used("thick")).isEqualTo(8 * MIB);
        assertThat(client.call("VDI.get_physical_utilisation", disk(vm("thick")))
                        .asLong())
                .isEqualTo(8 * MIB);
        var error = failure("VDI.create", SmallPool.newDisk(sr("thick"), 13 * MIB));
        assertThat(error.code()).isEqualTo("SR_FULL");
        assertThat(error.parameters()).containsExactly(Long.toString(14 * MIB), Long.toString(12 * MIB));
        client.call("VDI.create", SmallPool.newDisk(sr("thick"), 12 * MIB));
        assertThat(failure("VM.snapshot", vm("thick"), "s").code()).isEqualTo("SR_BACKEND_FAILURE_44");
        assertThat(used("thick")).isEqualTo(20 * MIB);
        assertThat(failure("VDI.resize", disk(vm("thick")), 10 * MIB).code()).isEqualTo("SR_FULL");
    }

    @Test
    void aThinRepositoryHoldsWhatWasWritten() {
        long before = used("Shared storage");
        var made = client.text("VDI.create", SmallPool.newDisk(sr("Shared storage"), 1L << 30));
        assertThat(used("Shared storage")).isEqualTo(before);
        assertThat(client.call("SR.get_virtual_allocation", sr("Shared storage"))
                        .asLong())
                .isEqualTo((1L << 30) + 8 * MIB);
        client.call("VDI.destroy", made);
        assertThat(failure("VDI.create", SmallPool.newDisk(sr("Shared storage"), 65L << 30))
                        .code())
                .isEqualTo("SR_FULL");
    }

    @Test
    void whatADriverCannotDoIsRefused() {
        var untracked = disk(vm("untracked"));
        assertThat(failure("VDI.enable_cbt", untracked).parameters()).containsExactly(sr("untracked"));
        client.call("VM.snapshot", vm("untracked"), "s");
        assertThat(failure("VM.snapshot", vm("raw"), "s").code()).isEqualTo("SR_OPERATION_NOT_SUPPORTED");
        assertThat(pool.control().state().snapshotVms()).isOne();
    }

    @Test
    void onlyHostsThatSeeARepositoryRunVmsOnItAndOfferItsDisks() {
        var vm = vm("thick");
        var snapshot = client.text("VM.snapshot", vm, "s");
        var offers = client.call("VDI.get_nbd_info", disk(snapshot));
        assertThat(offers).hasSize(1);
        assertThat(offers.path(0).path("address").asText()).isEqualTo("127.0.67.2");
        var first = client.texts("host.get_by_name_label", "xcp-host-1").getFirst();
        var error = failure("VM.start_on", vm, first, false, false);
        assertThat(error.code()).isEqualTo("VM_REQUIRES_SR");
        assertThat(error.parameters()).containsExactly(vm, sr("thick"));
        client.call("VM.start", vm);
        assertThat(client.text("VM.get_resident_on", vm)).isNotEqualTo(first);
    }

    @Test
    void copiesAndMigratesDisksBetweenRepositories() {
        var vm = vm("thin");
        var disk = disk(vm);
        var content = pool.control().read("thin", "0", new Range(0, 8 * MIB));
        client.call("VDI.enable_cbt", disk);
        var copy = client.text("VDI.copy", disk, sr("untracked"));
        assertThat(client.call("VDI.get_cbt_enabled", copy).asBoolean()).isFalse();
        assertThat(failure("VDI.pool_migrate", disk, sr("untracked"), Map.of()).code())
                .isEqualTo("VDI_CBT_ENABLED");
        client.call("VDI.disable_cbt", disk);
        var moved = client.text("VDI.pool_migrate", disk, sr("untracked"), Map.of());
        assertThat(disk(vm)).isEqualTo(moved);
        assertThat(failure("VDI.get_record", disk).code()).isEqualTo("HANDLE_INVALID");
        assertThat(pool.control().read("thin", "0", new Range(0, 8 * MIB))).isEqualTo(content);
        var whole = client.text("VM.copy", vm, "other", sr("Shared storage"));
        assertThat(pool.control().read("other", "0", new Range(0, 8 * MIB))).isEqualTo(content);
        assertThat(client.text("VDI.get_SR", disk(whole))).isEqualTo(sr("Shared storage"));
    }

    @Test
    void aCopyThatDoesNotFitLeavesNothing() {
        client.call("VDI.create", SmallPool.newDisk(sr("thick"), 12 * MIB));
        var before = client.texts("SR.get_VDIs", sr("thick"));
        assertThat(failure("VDI.copy", disk(vm("thin")), sr("thick")).code()).isEqualTo("SR_FULL");
        assertThat(client.texts("SR.get_VDIs", sr("thick"))).isEqualTo(before);
    }

    @Test
    void aScanFindsWhatWasForgotten() {
        var vm = vm("thin");
        var disk = disk(vm);
        var uuid = client.text("VDI.get_uuid", disk);
        client.call("VDI.enable_cbt", disk);
        client.call("VDI.forget", disk);
        assertThat(failure("VDI.get_by_uuid", uuid).code()).isEqualTo("UUID_INVALID");
        client.call("SR.scan", sr("Shared storage"));
        var found = client.call("VDI.get_record", client.text("VDI.get_by_uuid", uuid));
        assertThat(found.path("virtual_size").asLong()).isEqualTo(8 * MIB);
        assertThat(found.path("cbt_enabled").asBoolean()).isTrue();
    }

    @Test
    void withoutItsHostsARepositoryServesNothing() {
        var pbd = client.texts("SR.get_PBDs", sr("thick")).getFirst();
        client.call("PBD.unplug", pbd);
        assertThat(failure("VDI.snapshot", disk(vm("thick"))).code()).isEqualTo("SR_NOT_ATTACHED");
        assertThat(failure("SR.scan", sr("thick")).parameters()).isEqualTo(List.of(sr("thick")));
        client.call("PBD.destroy", pbd);
        assertThat(failure("VDI.snapshot", disk(vm("thick"))).code()).isEqualTo("SR_HAS_NO_PBDS");
        assertThat(failure("SR.destroy", sr("thick")).code()).isEqualTo("SR_NOT_EMPTY");
    }

    @Test
    void aChainThatIsTooLongHasToWaitForGarbageCollection() {
        var vm = vm("untracked");
        for (int i = 1; i < 30; i++) {
            client.call("VDI.snapshot", disk(vm));
        }
        var error = failure("VM.snapshot", vm, "one too many");
        assertThat(error.code()).isEqualTo("SR_BACKEND_FAILURE_109");
        var oldest = client.texts("VDI.get_snapshots", disk(vm)).getFirst();
        client.call("VDI.destroy", oldest);
        pool.control().collectGarbage();
        client.call("VM.snapshot", vm, "fits again");
    }
}
