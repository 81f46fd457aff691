package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.Ref;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import java.util.ArrayList;
import java.util.List;

/// Asks a pool what it can do. Versions do not tell: one product version has had several servers.
final class CapabilityProbe {

    private final XapiSession session;
    private final BulkRecords records;
    private final List<String> explanations = new ArrayList<>();

    CapabilityProbe(XapiSession session, PoolObjects objects) {
        this.session = session;
        this.records = new BulkRecords(objects);
    }

    PoolCapabilities probe() {
        boolean cbt = cbt();
        var nbd = nbd();
        boolean ignoreVdis = knows("VM.snapshot", Ref.NULL, "", List.of());
        boolean quiesce = knows("VM.snapshot_with_quiesce", Ref.NULL, "");
        explainUnless(
                ignoreVdis,
                "Snapshots cannot leave disks out on this version; excluded disks are snapshotted and removed again.");
        explainUnless(quiesce, "Snapshots cannot be quiesced by the pool on this version; use hooks in the guest.");
        return new PoolCapabilities(cbt, nbd, ignoreVdis, quiesce, vtpm(), explanations);
    }

    private boolean cbt() {
        boolean known = records.all("network").values().stream().anyMatch(network -> network.has("purpose"));
        boolean licensed = records.all("pool").values().stream()
                .noneMatch(pool -> "true".equals(pool.map("restrictions").get("restrict_cbt")));
        boolean stored = new StorageRepositories(records).all().stream().anyMatch(StorageRepository::cbtSupported);
        explainUnless(known, "Changed blocks cannot be tracked before version 7.3; every run reads all of each disk.");
        explainUnless(
                licensed,
                "The licence of this pool leaves changed block tracking out; every run reads all of each disk.");
        explainUnless(
                stored,
                "No storage repository of this pool can track changed blocks; every run reads all of each disk.");
        return known && licensed && stored;
    }

    private NbdState nbd() {
        var purposes = records.all("network").values().stream()
                .flatMap(network -> network.texts("purpose").stream())
                .toList();
        if (purposes.contains("nbd")) {
            return NbdState.TLS;
        }
        if (purposes.contains("insecure_nbd")) {
            explanations.add(
                    "NBD is open without encryption; give a network the purpose nbd in place of insecure_nbd.");
            return NbdState.INSECURE;
        }
        explanations.add("No network has the purpose nbd; disks are read over HTTPS until one gets it with"
                + " network.add_purpose.");
        return NbdState.NONE;
    }

    /// The field came with the feature, and every VM record has it, empty or not.
    private boolean vtpm() {
        return records.all("host").values().stream()
                .flatMap(host -> host.ref("control_domain").stream())
                .limit(1)
                .map(ref -> XapiRecord.of(session.call("VM.get_record", ref)))
                .anyMatch(vm -> vm.has("VTPMs"));
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

    private void explainUnless(boolean holds, String sentence) {
        if (!holds) {
            explanations.add(sentence);
        }
    }
}
