package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;

/// A host's end and its new start, with what they mean for its VMs and for disks that it had open.
public final class HostLife {
    private final Pool pool;

    public HostLife(Pool pool) {
        this.pool = pool;
    }

    public void condition(Host host, HostCondition condition) {
        pool.states().condition(host, condition);
    }

    /// The pool goes on believing that the host's VMs run. Change logs of the disks they wrote to were not closed.
    public void crash(Host host) {
        condition(host, new HostCondition.Unreachable());
        pool.database().atomically(() -> {
            live(host, false);
            host.entity().followAll("resident_VMs").stream()
                    .filter(vm -> !vm.flag("is_control_domain"))
                    .flatMap(vm -> vm.followAll("VBDs").stream())
                    .filter(vbd ->
                            vbd.flag("currently_attached") && vbd.text("mode").equals("RW"))
                    .flatMap(vbd -> vbd.follow("VDI").stream())
                    .forEach(vdi -> pool.disks().store().loseTrack(vdi.uuid()));
        });
    }

    public void boot(Host host) {
        pool.database().atomically(() -> {
            host.dom0().followAll("VBDs").forEach(Entity::delete);
            host.entity().followAll("resident_VMs").stream()
                    .filter(vm -> !vm.flag("is_control_domain"))
                    .forEach(vm -> new VmRunning(pool, vm).stop());
            live(host, true);
            if (pool.isMaster(host)) {
                pool.forgetClients();
            }
        });
        condition(host, new HostCondition.Working());
    }

    private static void live(Host host, boolean live) {
        host.entity().follow("metrics").ifPresent(metrics -> metrics.set("live", live));
    }
}
