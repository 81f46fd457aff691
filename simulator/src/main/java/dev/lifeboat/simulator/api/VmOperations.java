package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What may be done with a VM now, checked in the server's own order.
public final class VmOperations {
    private static final Set<String> HALTED = Set.of("Halted");
    private static final Set<String> RUNNING = Set.of("Running");
    private static final Set<String> LIVE = Set.of("Running", "Paused");
    private static final Set<String> KEPT_IN_MEMORY = Set.of("Running", "Paused", "Suspended");
    private static final Set<String> STILL = Set.of("Halted", "Suspended");
    private static final Set<String> ANY = Set.of("Halted", "Suspended", "Running", "Paused");

    private static final Map<String, Set<String>> POWER_STATES = Map.ofEntries(
            Map.entry("snapshot", ANY),
            Map.entry("snapshot_with_quiesce", RUNNING),
            Map.entry("checkpoint", KEPT_IN_MEMORY),
            Map.entry("hard_shutdown", KEPT_IN_MEMORY),
            Map.entry("export", STILL),
            Map.entry("destroy", STILL),
            Map.entry("start", HALTED),
            Map.entry("start_on", HALTED),
            Map.entry("provision", HALTED),
            Map.entry("clone", HALTED),
            Map.entry("copy", HALTED),
            Map.entry("hard_reboot", LIVE),
            Map.entry("pause", RUNNING),
            Map.entry("unpause", Set.of("Paused")),
            Map.entry("pool_migrate", RUNNING),
            Map.entry("migrate_send", Set.of("Halted", "Suspended", "Running")),
            Map.entry("changing_static_range", HALTED),
            Map.entry("changing_memory_limits", HALTED),
            Map.entry("changing_VCPUs", HALTED),
            Map.entry("changing_NVRAM", HALTED),
            Map.entry("metadata_export", ANY),
            Map.entry("revert", ANY),
            Map.entry("update_allowed_operations", ANY),
            Map.entry("power_state_reset", ANY),
            Map.entry("suspend", RUNNING),
            Map.entry("clean_shutdown", RUNNING),
            Map.entry("clean_reboot", RUNNING),
            Map.entry("resume", Set.of("Suspended")),
            Map.entry("resume_on", Set.of("Suspended")));

    /// Operations the server knows; only these can be shown as current.
    static final Set<String> NAMES = POWER_STATES.keySet();

    private static final Set<String> ON_SNAPSHOTS = Set.of(
            "revert",
            "clone",
            "copy",
            "export",
            "destroy",
            "hard_shutdown",
            "metadata_export",
            "update_allowed_operations");
    private static final Set<String> ON_TEMPLATES =
            Set.of("clone", "copy", "export", "metadata_export", "provision", "update_allowed_operations");
    private static final Set<String> OVERLAPPING_COPIES = Set.of("clone", "copy", "export");
    private static final Set<String> OVERLAPPING_SNAPSHOTS = Set.of("snapshot", "checkpoint");

    private VmOperations() {}

    static List<String> allowed(Entity vm) {
        return POWER_STATES.keySet().stream()
                .filter(operation -> refusal(vm, operation).isEmpty())
                .sorted()
                .toList();
    }

    public static void require(Entity vm, String operation) {
        refusal(vm, operation).ifPresent(error -> {
            throw error;
        });
    }

    /// The power state as errors spell it.
    static String state(Entity vm) {
        return vm.text("power_state").toLowerCase(Locale.ROOT);
    }

    /// Before 7.2 only `other_config` said so.
    static boolean isDefaultTemplate(Entity vm) {
        return vm.has("is_default_template")
                ? vm.flag("is_default_template")
                : "true".equals(vm.map("other_config").get("default_template"));
    }

    static Optional<XapiError> refusal(Entity vm, String operation) {
        return blocked(vm, operation)
                .or(() -> powerState(vm, operation))
                .or(() -> inProgress(vm, operation))
                .or(() -> kind(vm, operation))
                .or(() -> devices(vm, operation));
    }

    private static Optional<XapiError> blocked(Entity vm, String operation) {
        return Optional.ofNullable(vm.map("blocked_operations").get(operation))
                .map(reason -> XapiError.of("OPERATION_BLOCKED", vm.ref(), reason));
    }

    private static Optional<XapiError> powerState(Entity vm, String operation) {
        var expected = POWER_STATES.getOrDefault(operation, ANY);
        var actual = vm.text("power_state");
        boolean suspendedSnapshot =
                vm.flag("is_a_snapshot") && actual.equals("Suspended") && OVERLAPPING_COPIES.contains(operation);
        if (expected.contains(actual) || suspendedSnapshot) {
            return Optional.empty();
        }
        var list = expected.stream()
                .map(state -> state.toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
        return Optional.of(XapiError.of("VM_BAD_POWER_STATE", vm.ref(), list, actual.toLowerCase(Locale.ROOT)));
    }

    private static Optional<XapiError> inProgress(Entity vm, String operation) {
        var current = vm.map("current_operations");
        boolean fits = current.values().stream()
                .allMatch(other -> overlap(OVERLAPPING_COPIES, operation, other)
                        || overlap(OVERLAPPING_SNAPSHOTS, operation, other));
        if (fits) {
            return Optional.empty();
        }
        var operations = current.size() == 1
                ? current.values().iterator().next()
                : "{" + String.join(",", current.values()) + "}";
        var tasks = current.size() == 1
                ? current.keySet().iterator().next()
                : "{" + String.join(",", current.keySet()) + "}";
        return Optional.of(CurrentOperation.conflict(vm, operations, tasks));
    }

    private static boolean overlap(Set<String> group, String one, String other) {
        return group.contains(one) && group.contains(other);
    }

    private static Optional<XapiError> kind(Entity vm, String operation) {
        if (vm.flag("is_a_snapshot")) {
            return ON_SNAPSHOTS.contains(operation)
                    ? Optional.empty()
                    : Optional.of(XapiError.of("VM_IS_SNAPSHOT", vm.ref(), operation));
        }
        if (operation.equals("revert")) {
            return Optional.of(XapiError.of("OPERATION_NOT_ALLOWED", "Only snapshots can be reverted to"));
        }
        if (vm.flag("is_a_template")) {
            boolean removable =
                    !isDefaultTemplate(vm) && Set.of("destroy", "migrate_send").contains(operation);
            boolean allowed = ON_TEMPLATES.contains(operation) || operation.startsWith("changing_") || removable;
            return allowed ? Optional.empty() : Optional.of(XapiError.of("VM_IS_TEMPLATE", vm.ref(), operation));
        }
        if (vm.flag("is_control_domain") && !operation.equals("update_allowed_operations")) {
            return Optional.of(
                    XapiError.of("OPERATION_NOT_ALLOWED", "The operation is not allowed on a control domain"));
        }
        return Optional.empty();
    }

    private static Optional<XapiError> devices(Entity vm, String operation) {
        boolean touchesDisks = Set.of(
                        "snapshot", "snapshot_with_quiesce", "checkpoint", "suspend", "pool_migrate", "migrate_send")
                .contains(operation);
        if (!touchesDisks) {
            return Optional.empty();
        }
        if (!vm.followAll("VUSBs").isEmpty()) {
            return Optional.of(XapiError.of("VM_HAS_VUSBS", vm.ref()));
        }
        boolean movesMemory = !Set.of("snapshot", "snapshot_with_quiesce").contains(operation);
        if (movesMemory && !vm.list("attached_PCIs").isEmpty()) {
            return Optional.of(XapiError.of("VM_HAS_PCI_ATTACHED", vm.ref()));
        }
        if (movesMemory && !vm.list("VGPUs").isEmpty()) {
            return Optional.of(XapiError.of("VM_HAS_VGPU", vm.ref()));
        }
        boolean resets = vm.followAll("VBDs").stream()
                .flatMap(vbd -> vbd.follow("VDI").stream())
                .anyMatch(vdi -> vdi.text("on_boot").equals("reset"));
        return resets ? Optional.of(XapiError.of("VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION")) : Optional.empty();
    }
}
