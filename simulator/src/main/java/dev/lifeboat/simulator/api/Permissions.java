package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which role a call or a transfer needs (facts, section 1.5). Where those are silent: reading is for everybody, what
/// concerns VMs and their disks for VM administrators, and the rest for pool operators.
public final class Permissions {
    private static final Map<String, Role> CALLS = Map.ofEntries(
            Map.entry("VM.snapshot", Role.VM_POWER_ADMIN),
            Map.entry("VM.snapshot_with_quiesce", Role.VM_POWER_ADMIN),
            Map.entry("VM.checkpoint", Role.VM_POWER_ADMIN),
            Map.entry("VM.revert", Role.VM_POWER_ADMIN),
            Map.entry("VM.pool_migrate", Role.VM_POWER_ADMIN),
            Map.entry("VM.migrate_send", Role.VM_POWER_ADMIN),
            Map.entry("VDI.pool_migrate", Role.VM_POWER_ADMIN),
            Map.entry("SR.scan", Role.VM_POWER_ADMIN),
            Map.entry("VDI.list_changed_blocks", Role.VM_OPERATOR),
            Map.entry("VDI.get_nbd_info", Role.VM_ADMIN),
            Map.entry("VM.start", Role.VM_OPERATOR),
            Map.entry("VM.start_on", Role.VM_OPERATOR),
            Map.entry("VM.resume", Role.VM_OPERATOR),
            Map.entry("VM.resume_on", Role.VM_OPERATOR),
            Map.entry("VM.suspend", Role.VM_OPERATOR),
            Map.entry("VM.pause", Role.VM_OPERATOR),
            Map.entry("VM.unpause", Role.VM_OPERATOR),
            Map.entry("VM.shutdown", Role.VM_OPERATOR),
            Map.entry("VM.clean_shutdown", Role.VM_OPERATOR),
            Map.entry("VM.hard_shutdown", Role.VM_OPERATOR),
            Map.entry("VM.clean_reboot", Role.VM_OPERATOR),
            Map.entry("VM.hard_reboot", Role.VM_OPERATOR),
            Map.entry("VM.add_tags", Role.VM_OPERATOR),
            Map.entry("VM.remove_tags", Role.VM_OPERATOR),
            Map.entry("host.get_server_certificate", Role.READ_ONLY),
            Map.entry("network.add_purpose", Role.POOL_ADMIN),
            Map.entry("network.remove_purpose", Role.POOL_ADMIN),
            Map.entry("host.call_plugin", Role.POOL_ADMIN));

    private static final Set<String> OF_VM_ADMINS =
            Set.of("VM", "VDI", "VBD", "VIF", "VGPU", "VTPM", "VUSB", "VM_appliance", "VM_metrics", "VM_guest_metrics");
    private static final Set<String> OF_ALL = Set.of("task", "event", "session", "system");

    private Permissions() {}

    static Role needed(String method) {
        var special = CALLS.get(method);
        if (special != null) {
            return special;
        }
        int dot = method.indexOf('.');
        var type = method.substring(0, dot);
        var call = method.substring(dot + 1);
        if (OF_ALL.contains(type) || call.startsWith("get") || call.startsWith("assert_")) {
            return Role.READ_ONLY;
        }
        return OF_VM_ADMINS.contains(type) ? Role.VM_ADMIN : Role.POOL_OPERATOR;
    }

    /// Why the holder of a role may not do something, if so. `permission` is the name of the call or handler.
    public static Optional<XapiError> refusal(Role role, String permission, Role needed) {
        return role.covers(needed)
                ? Optional.empty()
                : Optional.of(XapiError.of(
                        "RBAC_PERMISSION_DENIED",
                        permission.toLowerCase(Locale.ROOT),
                        "No permission in user session. The role " + needed.text() + " has it, " + role.text()
                                + " has not"));
    }
}
