package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.fault.Faults;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.rpc.XapiError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all calls of one pool share.
public final class Pool {
    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);
    private static final long DRIVER_PRIORITY = 3;

    private final Profile profile;
    private final Database database;
    private final Disks disks;
    private final Tasks tasks;
    private final Sessions sessions;
    private final Faults faults;
    private final Timing timing;
    private final SkewedClock clock;
    private final HostStates states = new HostStates();
    private final Attachments attachments;
    private final AtomicLong purposesSince = new AtomicLong();
    private List<Host> hosts = List.of();
    private int nbdPort;

    public Pool(
            Profile profile,
            Database database,
            Disks disks,
            List<User> users,
            Faults faults,
            Timing timing,
            SkewedClock clock) {
        this.profile = profile;
        this.database = database;
        this.disks = disks;
        this.faults = faults;
        this.timing = timing;
        this.clock = clock;
        this.tasks = new Tasks(database, clock);
        this.sessions = new Sessions(database, users, tasks, clock);
        this.attachments = new Attachments(this);
        new ComputedFields(this).install();
    }

    /// Called once the hosts are in the database and their ports are bound.
    public void assemble(List<Host> allHosts, int portOfNbd) {
        hosts = List.copyOf(allHosts);
        nbdPort = portOfNbd;
    }

    public Profile profile() {
        return profile;
    }

    public Database database() {
        return database;
    }

    public Disks disks() {
        return disks;
    }

    public Tasks tasks() {
        return tasks;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Faults faults() {
        return faults;
    }

    public Timing timing() {
        return timing;
    }

    public Clock clock() {
        return clock;
    }

    public HostStates states() {
        return states;
    }

    public Attachments attachments() {
        return attachments;
    }

    public List<Host> hosts() {
        return hosts;
    }

    public int nbdPort() {
        return nbdPort;
    }

    /// Starts garbage collection after its usual delay.
    public void collectGarbageSoon() {
        CompletableFuture.delayedExecutor(
                        timing.coalesceDelay().toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(this::collectGarbage);
    }

    /// A step at a time, each after the usual delay, as the real one is never done at once.
    private void collectGarbage() {
        try {
            if (disks.coalesceOne()) {
                collectGarbageSoon();
            }
        } catch (RuntimeException e) {
            // The storage is closed while the pool shuts down.
            LOG.debug("garbage collection stopped: {}", e.toString());
        }
    }

    /// Posts an alert about an object, as the storage drivers do.
    public void postMessage(String name, String type, String uuid) {
        MessageCalls.post(this, name, DRIVER_PRIORITY, type, uuid, "");
    }

    /// The pool's one pool record.
    public Entity record() {
        return database.all("pool").getFirst();
    }

    /// The host that answers calls; the others only say who it is.
    public Host master() {
        var ref = record().text("master");
        return hosts.stream()
                .filter(host -> host.entity().ref().equals(ref))
                .findFirst()
                .orElseThrow();
    }

    /// A network has got or lost a purpose; firewall and server follow some time later.
    void purposesChanged() {
        purposesSince.set(System.nanoTime());
    }

    /// Whether the hosts have taken notice of the networks' purposes.
    public boolean purposesInEffect() {
        long since = purposesSince.get();
        return since == 0 || System.nanoTime() - since >= timing.purposeDelay().toNanos();
    }

    /// Everybody has to log in again there, and what they knew of the pool's past is worth nothing.
    public void makeMaster(Host host) {
        database.atomically(() -> {
            record().set("master", host.entity().ref());
            clock.skew(states.skew(host));
            forgetClients();
        });
    }

    /// What a restart of the master does to its clients: sessions end, tasks vanish, tokens are of another time.
    void forgetClients() {
        sessions.evictAll();
        database.all("task").stream().filter(tasks::pending).forEach(Entity::delete);
        database.forgetHistory();
    }

    /// The host's clock goes wrong by so much; the master's is the pool's.
    public void skewClock(Host host, Duration skew) {
        states.skew(host, skew);
        if (isMaster(host)) {
            clock.skew(skew);
        }
    }

    Instant timeOn(Host host) {
        return isMaster(host)
                ? clock.instant()
                : clock.instant().minus(states.skew(master())).plus(states.skew(host));
    }

    /// Why the host answers no ordinary call, if so: an emergency of its own, or a master that it cannot reach.
    Optional<XapiError> emergency(Host host) {
        return states.emergency(host)
                .or(() -> isMaster(host) || states.reachable(master())
                        ? Optional.empty()
                        : Optional.of(XapiError.early("HOST_STILL_BOOTING", List.of())));
    }

    /// The host with this record.
    public Host host(String ref) {
        return hosts.stream()
                .filter(host -> host.entity().ref().equals(ref))
                .findFirst()
                .orElseThrow(() -> XapiError.of("HANDLE_INVALID", "host", ref));
    }

    public boolean isMaster(Host host) {
        return host.entity().ref().equals(record().text("master"));
    }
}
