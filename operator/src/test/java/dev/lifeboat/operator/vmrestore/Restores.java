package dev.lifeboat.operator.vmrestore;

import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.operator.access.MarkerKeys;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.operator.fakes.VmBuilder;
import dev.lifeboat.xen.VirtualMachine;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A restore of the recovery point `web-1` as a new VM of the pool. Tests change one thing.
final class Restores {
    static final String UID = "5b000000-0000-0000-0000-000000000001";
    static final UUID VM = UUID.fromString("12111111-0000-0000-0000-000000000000");

    private Restores() {}

    static VmRestoreSpec spec() {
        return spec(null, new VmRestoreSpec.StorageMapping(null, null, null), null, false, false);
    }

    static VmRestoreSpec named(@Nullable String name) {
        return spec(name, new VmRestoreSpec.StorageMapping(null, null, null), null, false, false);
    }

    static VmRestoreSpec poweredOn() {
        return spec(null, new VmRestoreSpec.StorageMapping(null, null, null), null, true, false);
    }

    static VmRestoreSpec cancelled() {
        return spec(null, new VmRestoreSpec.StorageMapping(null, null, null), null, false, true);
    }

    /// To this storage, with the VM's network mapped to that one.
    static VmRestoreSpec mapped(String sr, @Nullable String network) {
        var pairs = network == null
                ? null
                : List.of(new VmRestoreSpec.NetworkPair("35333333-0000-0000-0000-000000000000", network));
        return spec(null, new VmRestoreSpec.StorageMapping(sr, null, null), pairs, false, false);
    }

    private static VmRestoreSpec spec(
            @Nullable String name,
            VmRestoreSpec.StorageMapping storage,
            @Nullable List<VmRestoreSpec.NetworkPair> networks,
            boolean powerOn,
            boolean cancel) {
        return new VmRestoreSpec(
                new VmRestoreSpec.Source(new LocalRef("web-1"), null),
                new VmRestoreSpec.Target(new LocalRef("pool"), name, null),
                storage,
                new VmRestoreSpec.NetworkMapping(networks, VmRestoreSpec.OnUnmapped.MatchByName),
                VmRestoreSpec.Mac.Regenerate,
                VmRestoreSpec.Route.Auto,
                VmRestoreSpec.Identity.New,
                powerOn,
                cancel);
    }

    static VmRestore restore(VmRestoreSpec spec) {
        var restore = new VmRestore();
        restore.setMetadata(Resources.meta("back", UID, "2026-03-01T01:30:00Z"));
        restore.setSpec(spec);
        return restore;
    }

    /// What an agent made for it.
    static VirtualMachine made(String name) {
        return VmBuilder.vm(VM, name)
                .otherConfig(Map.of(MarkerKeys.RESTORE_UID, UID))
                .build();
    }
}
