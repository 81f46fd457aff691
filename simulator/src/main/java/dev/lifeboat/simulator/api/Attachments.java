package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Disks that a host attaches to its own control domain to read or write them; each shows as a VBD there.
public final class Attachments {
    private final Pool pool;

    Attachments(Pool pool) {
        this.pool = pool;
    }

    /// The new VBD; fails when the disk cannot be attached that way.
    public Entity attach(Host host, Entity vdi, boolean writable) {
        return pool.database().atomically(() -> {
            requireAttachable(vdi, writable);
            var device = "xvd" + host.dom0().list("VBDs").size();
            return pool.database()
                    .insert(
                            "VBD",
                            Map.ofEntries(
                                    Map.entry("VM", host.dom0().ref()),
                                    Map.entry("VDI", vdi.ref()),
                                    Map.entry("userdevice", FreeDevices.first(host.dom0())),
                                    Map.entry("device", device),
                                    Map.entry("mode", writable ? "RW" : "RO"),
                                    Map.entry("type", "Disk"),
                                    Map.entry("unpluggable", true),
                                    Map.entry("bootable", false),
                                    Map.entry("empty", false),
                                    Map.entry("currently_attached", true)));
        });
    }

    public void detach(Entity vbd) {
        pool.database().atomically(() -> {
            if (vbd.exists()) {
                vbd.delete();
            }
        });
    }

    /// As the NBD server does it: some time after its client is gone.
    public void detachLater(Entity vbd) {
        var later = CompletableFuture.delayedExecutor(
                pool.timing().nbdDetachDelay().toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
        later.execute(() -> detach(vbd));
    }

    /// How many disks control domains hold now.
    public long inControlDomains() {
        return pool.database()
                .atomically(() -> pool.hosts().stream()
                        .mapToLong(host -> host.dom0().list("VBDs").size())
                        .sum());
    }

    static void requireAttachable(Entity vdi, boolean writable) {
        if (!vdi.flag("managed")) {
            throw XapiError.of("VDI_NOT_MANAGED", vdi.ref());
        }
        if (vdi.text("type").equals("cbt_metadata")) {
            throw XapiError.of("VDI_INCOMPATIBLE_TYPE", vdi.ref(), "cbt_metadata");
        }
        if (writable && vdi.flag("read_only")) {
            throw XapiError.of("VDI_READONLY", vdi.ref());
        }
        for (var vbd : vdi.followAll("VBDs")) {
            if (!vbd.flag("currently_attached")) {
                continue;
            }
            if (writable) {
                throw XapiError.of("VDI_IN_USE", vdi.ref(), "attach");
            }
            if (vbd.text("mode").equals("RW")) {
                throw XapiError.backend(
                        46, "The VDI is not available [opterr=VDI " + vdi.uuid() + " already attached RW]");
            }
        }
        SrState.requirePlugged(vdi.follow("SR").orElseThrow(() -> XapiError.of("SR_HAS_NO_PBDS", vdi.text("SR"))));
    }
}
