package dev.lifeboat.operator.janitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.VirtualMachine;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether what a backup keeps on the pool waits for a next one that does not come.
class AbandonedTest {
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
    private static final VirtualMachine WEB = Objects.vm("web", Map.of());

    @ParameterizedTest(name = "{0}: {4}")
    @MethodSource
    void isTold(
            String situation,
            VmBackup backup,
            List<BackupPolicy> policies,
            Optional<InventoryReading> reading,
            boolean abandoned) {
        assertThat(Abandoned.of(List.of(backup), policies, "pool", reading, NOW).contains(Objects.UID))
                .isEqualTo(abandoned);
    }

    static Stream<Arguments> isTold() {
        var auto = backup("Auto", "pool");
        return Stream.of(
                arguments("its policy goes on", auto, List.of(policy("web")), reading(WEB), false),
                arguments("its policy is gone", auto, List.of(), reading(WEB), true),
                arguments("its policy selects the VM no more", auto, List.of(policy("db")), reading(WEB), true),
                arguments("the VM is gone", auto, List.of(policy("web")), reading(), true),
                arguments("the pool was not read yet", auto, List.of(), Optional.empty(), false),
                arguments("it is of another pool", backup("Auto", "other"), List.of(), reading(WEB), false),
                arguments("a user wants it kept", backup("KeepData", "pool"), List.of(), reading(WEB), false));
    }

    private static Optional<InventoryReading> reading(VirtualMachine... vms) {
        var pool = new Pool(UUID.randomUUID(), "pool", UUID.randomUUID(), Optional.empty(), "XCP-ng", "8.3.0", "2.21");
        return Optional.of(new InventoryReading(
                NOW,
                1,
                new Inventory(pool, List.of(), List.of(), List.of(), List.of(vms)),
                new PoolCapabilities(true, NbdState.TLS, true, false, true, List.of()),
                List.of()));
    }

    private static VmBackup backup(String reference, String pool) {
        return Serialization.unmarshal(
                """
                metadata: {name: b, namespace: backups, uid: %s}
                spec:
                  source: {hypervisorRef: {name: %s}, vmUUID: %s}
                  storageRef: {name: bucket}
                  policyRef: {name: gold}
                  type: Auto
                  snapshots: {reference: %s}
                status:
                  vm: {uuid: %s, name: web, poolUUID: p, poolName: p}
                """.formatted(Objects.UID, pool, Objects.VM, reference, Objects.VM), VmBackup.class);
    }

    private static BackupPolicy policy(String vm) {
        return Serialization.unmarshal("""
            metadata: {name: gold, namespace: backups}
            spec:
              hypervisorRefs: [{name: pool}]
              selector: {include: [{names: [%s]}]}
              storageRef: {name: bucket}
              strategy: {mode: Auto}
            """.formatted(vm), BackupPolicy.class);
    }
}
