package dev.lifeboat.operator.vmbackup;

import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.xen.MarkedVdi;
import dev.lifeboat.xen.VmSnapshot;
import dev.lifeboat.xen.XenPool;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Tells a snapshot that a backup made from one that merely inherited our markers, as the snapshots do that people take
/// of a VM after they reverted it to one of ours: those have a name of their own.
public final class Ownership {
    private Ownership() {}

    /// The name of a snapshot follows from its markers; nobody else's does.
    public static boolean made(VmSnapshot snapshot, String namespaceUid) {
        var markers = snapshot.markers();
        return namespaceUid.equals(markers.get(MarkerKeys.NAMESPACE))
                && markers.containsKey(MarkerKeys.BACKUP_UID)
                && snapshot.name()
                        .equals(name(
                                markers.getOrDefault(MarkerKeys.BACKUP_NAME, ""),
                                markers.getOrDefault(MarkerKeys.BACKUP_UID, "")));
    }

    /// Whether markers say that a backup of this VM, in this namespace, made it.
    public static boolean marked(MarkedVdi vdi, String namespaceUid, UUID vm) {
        return marked(vdi.markers(), namespaceUid, vm);
    }

    static boolean marked(Map<String, String> markers, String namespaceUid, UUID vm) {
        return namespaceUid.equals(markers.get(MarkerKeys.NAMESPACE))
                && vm.toString().equals(markers.get(MarkerKeys.VM_UUID));
    }

    /// @param backup `namespace/name`, for people
    static String name(String backup, String uid) {
        return "Lifeboat " + backup + " " + uid;
    }

    /// Snapshots that a crash left before they were marked.
    static List<UUID> unmarked(XenPool pool, Request request, UUID vm) {
        return pool.findSnapshotsNamed(vm, name(request.name(), request.uid())).stream()
                .filter(snapshot -> !snapshot.markers().containsKey(MarkerKeys.BACKUP_UID))
                .map(VmSnapshot::uuid)
                .toList();
    }
}
