package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.XenVm;
import dev.lifeboat.crds.XenVmReason;
import dev.lifeboat.crds.XenVmStatus;
import dev.lifeboat.operator.status.ConditionsBuilder;
import dev.lifeboat.xen.VirtualMachine;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What the conditions of a XenVm say, in each state that its VM can be in.
final class XenVmConditions {
    private static final String PRESENT = "Present";
    private static final String PROTECTED = "Protected";
    private static final String CHAIN_HEALTHY = "ChainHealthy";
    private static final String CBT_AVAILABLE = "CbtAvailable";

    private final Clock clock;

    XenVmConditions(Clock clock) {
        this.clock = clock;
    }

    /// @param excluded disks that no policy backs up
    record Standing(
            VirtualMachine vm,
            List<String> policies,
            List<String> suspended,
            Map<UUID, String> excluded,
            int maxChainLength,
            ChangeTracking tracking) {

        static Standing of(VirtualMachine vm, Protection protection, ChangeTracking tracking) {
            return new Standing(
                    vm,
                    protection.active(vm),
                    protection.suspended(vm),
                    protection.excluded(vm),
                    protection.maxChainLength(vm),
                    tracking);
        }
    }

    /// Of a VM that the pool has.
    List<Condition> found(XenVm object, Optional<XenVm> existing, Standing standing) {
        var previous =
                existing.map(XenVm::getStatus).map(XenVmStatus::conditions).orElse(null);
        var conditions = new ConditionsBuilder(previous, object, clock)
                .isTrue(PRESENT, XenVmReason.Found, "The pool has this VM");
        protection(conditions, standing);
        var chains = ChainHealth.of(standing.vm(), standing.maxChainLength());
        conditions.with(CHAIN_HEALTHY, chains.status(), chains.reason(), chains.message());
        var tracking = standing.tracking();
        conditions.with(CBT_AVAILABLE, tracking.available() ? "True" : "False", tracking.reason(), tracking.message());
        return conditions.build();
    }

    private static void protection(ConditionsBuilder conditions, Standing standing) {
        var policies = standing.policies();
        var suspended = standing.suspended();
        if (!policies.isEmpty() && !standing.excluded().isEmpty()) {
            conditions.isTrue(
                    PROTECTED,
                    XenVmReason.DisksPartlyExcluded,
                    "Selected by " + String.join(", ", policies) + ", without "
                            + standing.excluded().size() + " of its "
                            + standing.vm().disks().size() + " disks; see status.disks[].excludedBy");
        } else if (!policies.isEmpty()) {
            conditions.isTrue(PROTECTED, XenVmReason.InPolicy, "Selected by " + String.join(", ", policies));
        } else if (!suspended.isEmpty()) {
            conditions.isFalse(
                    PROTECTED,
                    XenVmReason.NoPolicy,
                    "Selected by " + String.join(", ", suspended) + ", which is suspended");
        } else {
            conditions.isFalse(PROTECTED, XenVmReason.NoPolicy, "No BackupPolicy selects this VM");
        }
    }

    /// Of one that the pool has no more.
    List<Condition> gone(XenVm vm, XenVmStatus status) {
        return new ConditionsBuilder(status.conditions(), vm, clock)
                .isFalse(PRESENT, XenVmReason.Gone, "The pool has no such VM any more; its backups can be restored")
                .isFalse(PROTECTED, XenVmReason.NoPolicy, "The VM is gone")
                .build();
    }

    /// The pool cannot be asked: what is written may be true no longer.
    List<Condition> unreachable(XenVm vm, XenVmStatus status, String message) {
        return new ConditionsBuilder(status.conditions(), vm, clock)
                .isUnknown(PRESENT, XenVmReason.PoolUnreachable, message)
                .keep(PROTECTED)
                .keep(CHAIN_HEALTHY)
                .keep(CBT_AVAILABLE)
                .build();
    }
}
