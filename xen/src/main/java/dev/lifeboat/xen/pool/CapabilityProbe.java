package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.Shortcoming.Feature;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.Ref;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.ArrayList;
import java.util.List;

/// Asks a pool what it can do. Versions do not tell: one product version has had several servers.
final class CapabilityProbe {

    private static final String UPGRADE = "Upgrade to XCP-ng 8.3 or XenServer 8; what runs now is told by:"
            + " xe host-list params=name-label,software-version";

    private final XapiSession session;
    private final RecordSource records;
    private final List<Shortcoming> shortcomings = new ArrayList<>();

    CapabilityProbe(XapiSession session, PoolObjects objects) {
        this.session = session;
        this.records = new BulkRecords(objects);
    }

    PoolCapabilities probe() {
        var cbt = new CbtProbe(records).shortcomings();
        var nbd = new NbdProbe(records);
        shortcomings.addAll(cbt);
        shortcomings.addAll(nbd.shortcomings());
        return new PoolCapabilities(
                cbt.isEmpty(),
                nbd.state(),
                ignoreVdis(),
                quiesce(),
                vtpm(),
                zstd(),
                qcow2(),
                nbd.networks(),
                nbd.addresses(),
                shortcomings);
    }

    private boolean ignoreVdis() {
        return orElse(
                knows("VM.snapshot", Ref.NULL, "", List.of()),
                Feature.IGNORE_VDIS,
                Cause.TOO_OLD,
                "Snapshots cannot leave disks out on this version; excluded disks are snapshotted and removed again.",
                "Nothing has to be done; it costs a moment of storage space. " + UPGRADE);
    }

    private boolean quiesce() {
        return orElse(
                knows("VM.snapshot_with_quiesce", Ref.NULL, ""),
                Feature.QUIESCE,
                Cause.TOO_OLD,
                "Snapshots cannot be quiesced by the pool on this version.",
                "Use hooks in the guest.");
    }

    /// The field came with the feature, and every VM record has it, empty or not.
    private boolean vtpm() {
        boolean known = records.all("host").values().stream()
                .flatMap(host -> host.ref("control_domain").stream())
                .limit(1)
                .map(ref -> XapiRecord.of(session.call("VM.get_record", ref)))
                .anyMatch(vm -> vm.has("VTPMs"));
        return orElse(
                known,
                Feature.VTPM,
                Cause.TOO_OLD,
                "VMs have no virtual TPM on this version; one that had it is restored without.",
                UPGRADE);
    }

    /// Servers that can compress so say whether the licence lets them.
    private boolean zstd() {
        var restrictions = records.all("pool").values().stream()
                .flatMap(pool -> pool.map("restrictions").entrySet().stream())
                .filter(entry -> entry.getKey().equals("restrict_zstd_export"))
                .toList();
        String reason = "Whole VMs cannot be exported with zstd compression; they are exported without.";
        return restrictions.isEmpty()
                ? orElse(false, Feature.ZSTD, Cause.TOO_OLD, reason, "It came with version 8.1. " + UPGRADE)
                : orElse(
                        restrictions.stream()
                                .noneMatch(entry -> entry.getValue().equals("true")),
                        Feature.ZSTD,
                        Cause.NOT_LICENSED,
                        reason,
                        "Assign a licence that includes it: xe pool-apply-edition edition=premium"
                                + " license-server-address=<address>");
    }

    private boolean qcow2() {
        return orElse(
                records.all("SM").values().stream()
                        .anyMatch(driver ->
                                driver.texts("supported_image_formats").contains(ImageFormats.QCOW2)),
                Feature.QCOW2,
                Cause.UNSUPPORTED_STORAGE,
                "No storage driver of this pool keeps qcow2 images; a disk of more than 2040 GiB cannot be restored to"
                        + " storage that keeps VHD images.",
                "Update the hosts to a version whose drivers do; what they do now is told by:"
                        + " xe sm-list params=type,supported-image-formats");
    }

    /// Calls with a null VM: a server that knows the call refuses the VM, one that does not refuses the call.
    private boolean knows(String method, Object... parameters) {
        try {
            session.call(method, parameters);
            return true;
        } catch (XapiException.Unsupported _) {
            return false;
        } catch (XapiException.Gone | XapiException.Permanent _) {
            return true;
        }
    }

    private boolean orElse(boolean holds, Feature feature, Cause cause, String reason, String fix) {
        if (!holds) {
            shortcomings.add(new Shortcoming(feature, cause, reason, fix));
        }
        return holds;
    }
}
