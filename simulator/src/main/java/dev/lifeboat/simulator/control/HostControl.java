package dev.lifeboat.simulator.control;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.HostCondition;
import dev.lifeboat.simulator.api.HostLife;
import dev.lifeboat.simulator.api.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What happens to hosts: crashes, reboots, emergencies, wrong clocks, and which one is the master. Hosts go by name.
public final class HostControl {
    private final Pool pool;
    private final HostLife life;
    private final Consumer<Host> cutConnections;

    HostControl(Pool pool, Consumer<Host> cutConnections) {
        this.pool = pool;
        this.life = new HostLife(pool);
        this.cutConnections = cutConnections;
    }

    /// The host is gone in the middle of everything, until it boots.
    public void crash(String name) {
        var host = host(name);
        life.crash(host);
        cutConnections.accept(host);
    }

    /// The host is there again: its VMs are halted, what it had attached is not, and a master knows no session any
    /// more.
    public void boot(String name) {
        life.boot(host(name));
    }

    /// Crashes, stays away for half of the boot time, answers with `HOST_STILL_BOOTING` for the other half, a master
    /// excepted, and boots.
    public void reboot(String name) {
        crash(name);
        var half = pool.timing().hostBoot().dividedBy(2);
        later(half, () -> {
            if (!pool.isMaster(host(name))) {
                emergency(name, "HOST_STILL_BOOTING", List.of());
            }
            later(half, () -> boot(name));
        });
    }

    private static void later(Duration delay, Runnable action) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(action);
    }

    /// From now on the host answers with this error; no code ends it.
    public void emergency(String name, String code, List<String> parameters) {
        life.condition(
                host(name),
                code.isEmpty() ? new HostCondition.Working() : new HostCondition.Emergency(code, parameters));
    }

    public void skewClock(String name, Duration skew) {
        pool.skewClock(host(name), skew);
    }

    /// All hosts work and their clocks are right.
    void repair() {
        for (var host : pool.hosts()) {
            pool.skewClock(host, Duration.ZERO);
            if (!pool.states().condition(host).equals(new HostCondition.Working())) {
                life.boot(host);
            }
        }
    }

    /// Makes the next host that answers the master; sessions, tasks and event tokens of the old one are worth nothing
    /// afterwards.
    public String changeMaster() {
        var hosts = pool.hosts();
        int at = hosts.indexOf(pool.master());
        for (int step = 1; step < hosts.size(); step++) {
            var next = hosts.get((at + step) % hosts.size());
            if (pool.states().reachable(next)) {
                return makeMaster(next);
            }
        }
        throw new IllegalStateException("no other host could be the master");
    }

    public String makeMaster(String name) {
        return makeMaster(host(name));
    }

    private String makeMaster(Host host) {
        pool.makeMaster(host);
        return host.address();
    }

    private Host host(String name) {
        return pool.hosts().stream()
                .filter(host -> host.name().equals(name) || host.address().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownObject("there is no host " + name + "; there are "
                        + pool.hosts().stream().map(Host::name).toList()));
    }
}
