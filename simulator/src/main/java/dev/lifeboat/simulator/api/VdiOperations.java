package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What may be done with a VDI now, checked in the server's own order.
final class VdiOperations {
    private static final Map<String, String> CAPABILITIES = Map.ofEntries(
            Map.entry("snapshot", "VDI_SNAPSHOT"),
            Map.entry("clone", "VDI_CLONE"),
            Map.entry("resize", "VDI_RESIZE"),
            Map.entry("destroy", "VDI_DELETE"),
            Map.entry("update", "VDI_UPDATE"),
            Map.entry("mirror", "VDI_MIRROR"),
            Map.entry("generate_config", "VDI_GENERATE_CONFIG"),
            Map.entry("enable_cbt", "VDI_CONFIG_CBT"),
            Map.entry("disable_cbt", "VDI_CONFIG_CBT"),
            Map.entry("data_destroy", "VDI_CONFIG_CBT"),
            Map.entry("list_changed_blocks", "VDI_CONFIG_CBT"));

    /// Operations as `current_operations` shows them.
    static final Set<String> NAMES = Set.of(
            "clone",
            "copy",
            "resize",
            "snapshot",
            "mirror",
            "destroy",
            "forget",
            "update",
            "generate_config",
            "enable_cbt",
            "disable_cbt",
            "data_destroy",
            "list_changed_blocks",
            "set_on_boot");

    /// The change tracking operations never appear among the allowed ones, although they are.
    private static final List<String> LISTED =
            List.of("clone", "copy", "destroy", "forget", "generate_config", "mirror", "resize", "snapshot", "update");

    private static final Set<String> WHILE_ATTACHED =
            Set.of("snapshot", "clone", "mirror", "enable_cbt", "disable_cbt", "data_destroy", "list_changed_blocks");
    private static final Set<String> NOT_ON_METADATA = Set.of(
            "clone",
            "copy",
            "snapshot",
            "resize",
            "mirror",
            "enable_cbt",
            "disable_cbt",
            "set_on_boot",
            "generate_config");

    private VdiOperations() {}

    static List<String> allowed(Entity vdi) {
        return LISTED.stream()
                .filter(operation -> refusal(vdi, operation).isEmpty())
                .toList();
    }

    static void require(Entity vdi, String operation) {
        refusal(vdi, operation).ifPresent(error -> {
            throw error;
        });
    }

    static Optional<XapiError> refusal(Entity vdi, String operation) {
        return inProgress(vdi, operation)
                .or(() -> deviceInProgress(vdi))
                .or(() -> attached(vdi, operation))
                .or(() -> repository(vdi, operation))
                .or(() -> nature(vdi, operation));
    }

    /// A disk that is being copied is free for everything but a snapshot.
    private static Optional<XapiError> inProgress(Entity vdi, String operation) {
        var current = vdi.map("current_operations");
        if (operation.equals("snapshot") && current.containsValue("copy")) {
            return Optional.of(XapiError.of("OPERATION_NOT_ALLOWED", "VDI " + vdi.uuid() + " is being copied"));
        }
        return current.entrySet().stream()
                .filter(each -> !each.getValue().equals("copy"))
                .findFirst()
                .map(each -> CurrentOperation.conflict(vdi, each.getValue(), each.getKey()));
    }

    private static Optional<XapiError> deviceInProgress(Entity vdi) {
        for (var vbd : vdi.followAll("VBDs")) {
            for (var current : vbd.map("current_operations").entrySet()) {
                return Optional.of(CurrentOperation.conflict(vbd, current.getValue(), current.getKey()));
            }
        }
        return Optional.empty();
    }

    private static Optional<XapiError> attached(Entity vdi, String operation) {
        if (WHILE_ATTACHED.contains(operation)) {
            return Optional.empty();
        }
        boolean inUse = vdi.followAll("VBDs").stream()
                .filter(vbd -> vbd.flag("currently_attached"))
                .anyMatch(vbd -> !operation.equals("copy") || vbd.text("mode").equals("RW"));
        return inUse ? Optional.of(XapiError.of("VDI_IN_USE", vdi.ref(), operation)) : Optional.empty();
    }

    private static Optional<XapiError> repository(Entity vdi, String operation) {
        var sr = vdi.follow("SR");
        if (sr.isEmpty()) {
            return Optional.of(XapiError.of("SR_HAS_NO_PBDS", vdi.text("SR")));
        }
        var capability = CAPABILITIES.get(operation);
        if (capability != null && !SrState.can(sr.get(), capability)) {
            return Optional.of(
                    XapiError.of("SR_OPERATION_NOT_SUPPORTED", sr.get().ref()));
        }
        return operation.equals("forget") ? Optional.empty() : SrState.refusal(sr.get());
    }

    private static Optional<XapiError> nature(Entity vdi, String operation) {
        if (!vdi.flag("managed")) {
            return Optional.of(XapiError.of("VDI_NOT_MANAGED", vdi.ref()));
        }
        if (vdi.text("type").equals("cbt_metadata") && NOT_ON_METADATA.contains(operation)) {
            return Optional.of(XapiError.of("VDI_INCOMPATIBLE_TYPE", vdi.ref(), "cbt_metadata"));
        }
        if (vdi.flagged("cbt_enabled") && Set.of("mirror", "set_on_boot").contains(operation)) {
            return Optional.of(XapiError.of("VDI_CBT_ENABLED", vdi.ref()));
        }
        if (vdi.flag("sharable") && operation.equals("snapshot")) {
            return Optional.of(XapiError.of("VDI_IS_SHARABLE", vdi.ref()));
        }
        return Optional.empty();
    }
}
