package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.Comparator;
import java.util.stream.Stream;

/// What hangs on the drives of a VM.
final class Vbds {

    /// `2` before `10`; names like `xvda` after the numbers.
    static final Comparator<String> BY_POSITION =
            Comparator.comparingInt(Vbds::position).thenComparing(text -> text);

    private Vbds() {}

    /// A disk as a VM has it.
    record Disk(String vdiRef, XapiRecord vbd, XapiRecord vdi) {}

    /// The VM's disks by position, without CDs, empty drives, and disks that are gone.
    static Stream<Disk> disks(Lookup lookup, XapiRecord vm) {
        return lookup.followAll(vm, "VBDs", "VBD").stream()
                .filter(vbd -> vbd.text("type").equals("Disk") && !vbd.flag("empty"))
                .sorted(Comparator.comparing(vbd -> vbd.text("userdevice"), BY_POSITION))
                .flatMap(vbd -> disk(lookup, vbd));
    }

    /// Control domains use a VDI on behalf of readers, and do not count.
    static boolean usedOnlyBy(Lookup lookup, String owner, XapiRecord vdi) {
        return lookup.followAll(vdi, "VBDs", "VBD").stream()
                .flatMap(vbd -> vbd.ref("VM").stream())
                .filter(vm -> !vm.equals(owner))
                .flatMap(vm -> lookup.find("VM", vm).stream())
                .allMatch(vm -> vm.flag("is_control_domain"));
    }

    private static Stream<Disk> disk(Lookup lookup, XapiRecord vbd) {
        return vbd.ref("VDI").stream()
                .flatMap(ref -> lookup.find("VDI", ref).map(vdi -> new Disk(ref, vbd, vdi)).stream());
    }

    private static int position(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
    }
}
