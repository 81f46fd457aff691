package dev.lifeboat.simulator.inventory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Storage drivers: which type a repository has, what its driver can do, and whether disks take their whole size from
/// the start (facts, sections 2.2 and 4.2).
public enum RepositoryKind {
    NFS("NFS VHD", false, true, Snapshots.TRACKED),
    EXT("Local EXT3 VHD", false, false, Snapshots.TRACKED),
    LVM("Local VHD on LVM", true, false, Snapshots.TRACKED),
    LVMOISCSI("VHD over iSCSI", true, true, Snapshots.TRACKED),
    SMB("SMB", false, true, Snapshots.TRACKED),
    ZFS("ZFS", false, false, Snapshots.TRACKED),
    LINSTOR("LINSTOR resources on XCP-ng", false, true, Snapshots.UNTRACKED),
    GLUSTERFS("GlusterFS VHD", false, true, Snapshots.UNTRACKED),
    ISCSI("Raw LUN over iSCSI", true, true, Snapshots.NONE),
    ISO("ISO", false, true, Snapshots.READ_ONLY);

    /// How much a driver knows of snapshots and of what changed between them.
    private enum Snapshots {
        READ_ONLY,
        NONE,
        UNTRACKED,
        TRACKED
    }

    private final String label;
    private final boolean thick;
    private final boolean shared;
    private final Snapshots snapshots;

    RepositoryKind(String label, boolean thick, boolean shared, Snapshots snapshots) {
        this.label = label;
        this.thick = thick;
        this.shared = shared;
        this.snapshots = snapshots;
    }

    public static RepositoryKind named(String type) {
        return Arrays.stream(values())
                .filter(kind -> kind.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no repository type " + type + "; there are "
                        + Arrays.stream(values()).map(RepositoryKind::type).toList()));
    }

    /// As `SR.type` and `SM.type` say it.
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }

    public boolean thick() {
        return thick;
    }

    public boolean shared() {
        return shared;
    }

    /// The driver's `features`; only releases with changed block tracking have it.
    Map<String, Long> features(boolean trackingKnown) {
        var names = new ArrayList<>(List.of("VDI_ATTACH", "VDI_DETACH"));
        if (snapshots != Snapshots.READ_ONLY) {
            names.addAll(List.of("SR_PROBE", "SR_UPDATE", "VDI_CREATE", "VDI_DELETE", "VDI_UPDATE", "VDI_RESIZE"));
        }
        if (snapshots.compareTo(Snapshots.UNTRACKED) >= 0) {
            names.addAll(List.of("VDI_CLONE", "VDI_SNAPSHOT", "VDI_MIRROR", "VDI_GENERATE_CONFIG", "ATOMIC_PAUSE"));
        }
        if (snapshots == Snapshots.TRACKED && trackingKnown) {
            names.add("VDI_CONFIG_CBT");
        }
        if (!thick && snapshots != Snapshots.READ_ONLY) {
            names.addAll(List.of("SR_CACHING", "THIN_PROVISIONING"));
        }
        var features = new LinkedHashMap<String, Long>();
        names.forEach(name -> features.put(name, 1L));
        if (snapshots.compareTo(Snapshots.UNTRACKED) >= 0) {
            features.put("VDI_RESET_ON_BOOT", 2L);
        }
        return features;
    }
}
