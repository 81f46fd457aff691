package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a VM has beside disks and NICs, and runs without: BIOS strings and a virtual TPM. Where the pool cannot give
/// it, the VM is restored all the same, and what it lacks is said.
final class VmBelongings {

    /// Keys of `other_config`.
    private static final List<String> PASSED_THROUGH = List.of("pci", "vgpu_pci");

    private static final Set<String> NO_MATTER = Set.of("VM_BIOS_STRINGS_ALREADY_SET", "INVALID_VALUE");

    private final XapiSession session;
    private final RecordTree original;

    VmBelongings(XapiSession session, RecordTree original) {
        this.session = session;
        this.original = original;
    }

    /// Guests see them, for instance for their own licences.
    Optional<String> copyBiosStrings(String vm) {
        Map<String, String> strings = original.vm().map("bios_strings");
        if (strings.isEmpty()) {
            return Optional.empty();
        }
        try {
            session.call("VM.set_bios_strings", vm, strings);
            return Optional.empty();
        } catch (XapiException.Permanent e) {
            if (!(e instanceof XapiException.Unsupported) && !NO_MATTER.contains(e.code())) {
                throw e;
            }
            return Optional.of("It goes without the BIOS strings of the original (" + e.getMessage()
                    + "); software that is licensed by them may ask for its licence");
        }
    }

    /// They belong to a host, and who restores elsewhere has others.
    Optional<String> passedThroughDevices() {
        var config = original.vm().map("other_config");
        boolean some = !original.vm().refs("VGPUs").isEmpty()
                || !original.vm().refs("attached_PCIs").isEmpty()
                || PASSED_THROUGH.stream()
                        .anyMatch(key -> !config.getOrDefault(key, "").isEmpty());
        return some
                ? Optional.of(
                        "It goes without the GPUs and PCI devices of the original; give it some before it is started:"
                                + " xe vgpu-create, or xe vm-param-set other-config:pci=0/<address>")
                : Optional.empty();
    }

    /// What a TPM holds leaves a pool in an XVA only.
    Optional<String> createVtpm(String vm) {
        List<XapiRecord> originals = original.vtpms();
        if (original.vm().refs("VTPMs").isEmpty() && originals.isEmpty()) {
            return Optional.empty();
        }
        boolean unique = originals.stream().anyMatch(vtpm -> vtpm.flag("is_unique"));
        try {
            session.call("VTPM.create", vm, unique);
            return Optional.of("Its virtual TPM is new and empty; a guest whose disks are locked with the original's,"
                    + " for instance by BitLocker, asks for the recovery key");
        } catch (XapiException.Permanent e) {
            return Optional.of("It goes without a virtual TPM (" + e.getMessage()
                    + "); a guest whose disks are locked with the original's asks for the recovery key");
        }
    }
}
