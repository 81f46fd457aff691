package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.StorageRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Finds out whether changed blocks can be tracked: by version, licence, and storage. Sections 1.10 and 4.2 of the
/// facts on XAPI.
final class CbtProbe {

    private static final String CONSEQUENCE =
            "; backups compare with a snapshot that stays on the pool, or read all of each disk.";

    private final RecordSource records;

    CbtProbe(RecordSource records) {
        this.records = records;
    }

    /// Empty when they can.
    List<Shortcoming> shortcomings() {
        var all = new ArrayList<Shortcoming>();
        if (records.all("network").values().stream().noneMatch(network -> network.has("purpose"))) {
            all.add(shortcoming(
                    Cause.TOO_OLD,
                    "Changed blocks cannot be tracked before version 7.3" + CONSEQUENCE,
                    "Upgrade the pool; what runs now is told by: xe host-list params=name-label,software-version"));
        }
        if (records.all("pool").values().stream()
                .anyMatch(pool -> "true".equals(pool.map("restrictions").get("restrict_cbt")))) {
            all.add(shortcoming(
                    Cause.NOT_LICENSED,
                    "The licence of this pool leaves changed block tracking out" + CONSEQUENCE,
                    "Assign one that includes it: xe pool-apply-edition edition=premium"
                            + " license-server-address=<address>"));
        }
        var storage = new StorageRepositories(records).all();
        if (storage.stream().noneMatch(StorageRepository::cbtSupported)) {
            all.add(shortcoming(
                    Cause.UNSUPPORTED_STORAGE,
                    "No storage repository of this pool can track changed blocks (there are: " + types(storage) + ")"
                            + CONSEQUENCE,
                    "Move disks to one of type ext, nfs, lvm, lvmoiscsi or zfs:"
                            + " xe vdi-pool-migrate uuid=<VDI> sr-uuid=<SR>"));
        }
        return all;
    }

    private static String types(List<StorageRepository> storage) {
        return storage.stream()
                .filter(StorageRepository::writable)
                .map(StorageRepository::type)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static Shortcoming shortcoming(Cause cause, String reason, String fix) {
        return new Shortcoming(Shortcoming.Feature.CBT, cause, reason, fix);
    }
}
