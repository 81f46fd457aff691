package dev.lifeboat.e2e.quickstart;

import dev.lifeboat.e2e.stack.Installation;
import dev.lifeboat.e2e.stack.Pool;
import dev.lifeboat.e2e.stack.Stack;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The steps of the quickstart, in their order.
final class Story implements AutoCloseable {
    private static final String STORAGE = "demo-storage";
    static final String POOL = "demo-pool";
    private static final String POLICY = "gold";

    private final Installation installation;
    private final Settings settings;
    private final Screen screen;
    private final Stack stack;
    private String step = "start";
    private Optional<Pool> pool = Optional.empty();
    private Optional<Cluster> cluster = Optional.empty();
    private Optional<Path> kubeconfig = Optional.empty();

    Story(Installation installation, Path folder, Settings settings, Screen screen) {
        this.installation = installation;
        this.settings = settings;
        this.screen = screen;
        this.stack = new Stack(installation, folder);
    }

    /// Where the story stands; part of the message when it fails.
    String step() {
        return step;
    }

    Path podLogs() {
        return stack.podLogs();
    }

    Optional<Path> logOfDeadProcess() {
        return stack.logOfDeadProcess();
    }

    /// Pool, cluster and operator: what a user has before the first manifest.
    void setUp() {
        screen.heading("Setting up");
        startPool();
        startCluster();
        startOperator();
    }

    private void startPool() {
        var since = begin("pool");
        var options = new ArrayList<>(List.of("--password", "quickstart", "--port", "18443", "--ephemeral"));
        options.addAll(settings.poolOptions());
        var started = stack.startPool(options);
        pool = Optional.of(started);
        var disks = started.vms().stream().flatMap(vm -> vm.disks().stream()).toList();
        screen.done(
                "pool",
                "XCP-ng 8.3 simulator, %d hosts, %d VMs, %d disks of %s"
                        .formatted(
                                started.endpoints().size(),
                                started.vms().size(),
                                disks.size(),
                                Text.bytes(disks.stream()
                                        .mapToLong(Pool.Disk::sizeBytes)
                                        .sum())),
                since);
    }

    private void startCluster() {
        var since = begin("cluster");
        var config = settings.kubeconfig().orElseGet(() -> stack.startCluster(settings.clusterPort()));
        kubeconfig = Optional.of(config);
        var connected = new Cluster(config);
        cluster = Optional.of(connected);
        connected.apply(installation.crds(), text -> text);
        connected.apply(Manifests.environment(pool()));
        screen.done(
                "cluster",
                (settings.kubeconfig().isPresent() ? "yours at " : "built-in Kubernetes API at ") + connected.url(),
                since);
    }

    private void startOperator() {
        var since = begin("operator");
        stack.startOperator(kubeconfig.orElseThrow(), Map.of("LIFEBOAT_AGENT_IMAGE", settings.agentImage()));
        screen.done("operator", "started; agents run as Jobs of " + settings.agentImage(), since);
    }

    void tell() {
        applyManifests();
        var backups = new BackupRuns(cluster(), screen, stack);
        begin("full backup");
        screen.heading("Full backup of every VM tagged backup:gold");
        var full = backups.await(POLICY, List.of());
        var written = writeAsGuests(full);
        begin("incremental backup");
        screen.heading("Incremental backup");
        cluster().requestRun(POLICY, "second");
        var incremental =
                backups.await(POLICY, full.stream().map(Resource::name).toList());
        checkOnlyChangesWereRead(incremental, written);
        begin("restore");
        var restoration = new Restoration(pool(), cluster(), stack, screen);
        var restored = restoration.restore(incremental);
        begin("comparison");
        restoration.compare(restored);
        begin("summary");
        new Summary(screen, cluster(), STORAGE).print(full, incremental);
        lookAround();
    }

    private void applyManifests() {
        var since = begin("manifests");
        cluster().apply(installation.examples(), text -> text);
        settings.bucket().ifPresent(bucket -> cluster().apply(Manifests.bucket(bucket)));
        var waiting = new Waiting(cluster(), stack);
        var hypervisor = waiting.untilReady("XenHypervisor", POOL);
        var storage = waiting.untilReady("BackupStorage", STORAGE);
        screen.done(
                "manifests",
                "%s %s and %s are Ready"
                        .formatted("examples/quickstart applied:", hypervisor.text("/kind"), storage.text("/kind")),
                since);
    }

    /// Scattered small writes on every disk of the VMs that were backed up; a few hundred blocks in all.
    private Map<String, Long> writeAsGuests(List<Resource> backups) {
        var since = begin("guest writes");
        var touchedBytes = new TreeMap<String, Long>();
        try (var guests = new GuestWrites(pool())) {
            for (var backup : backups) {
                var vm = backup.text("/status/vm/name");
                for (var disk : backup.json().at("/status/disks")) {
                    var device = disk.path("device").asText();
                    var touched = guests.scatter(vm, device, 12, vm.hashCode() + device.hashCode());
                    touchedBytes.merge(vm, touched, Long::sum);
                }
            }
        }
        screen.heading("The guests write");
        screen.done(
                "writes",
                "%s in 64 KiB blocks touched on %d VMs"
                        .formatted(
                                Text.bytes(touchedBytes.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()),
                                touchedBytes.size()),
                since);
        return touchedBytes;
    }

    private void checkOnlyChangesWereRead(List<Resource> backups, Map<String, Long> written) {
        var since = Instant.now();
        for (var backup : backups) {
            var vm = backup.text("/status/vm/name");
            var read = backup.number("/status/size/readBytes");
            if (read != written.getOrDefault(vm, 0L)) {
                throw new QuickstartException(backup.describe() + " read " + read + " bytes, but the guest touched "
                        + written.get(vm) + " bytes of 64 KiB blocks");
            }
        }
        screen.done("checked", "bytes read equal the blocks that the guests touched, for each VM", since);
    }

    private void lookAround() {
        screen.say("");
        screen.say("  Look around (with --keep): kubectl --kubeconfig " + kubeconfig.orElseThrow() + " -n "
                + Cluster.NAMESPACE + " get xhv,xvm,xbs,xbp,xvb,xvr");
    }

    /// Returns only when the process is told to end.
    void stayUp(boolean withoutManifests) {
        var kubectl = "kubectl --kubeconfig " + kubeconfig.orElseThrow();
        screen.say("");
        if (withoutManifests) {
            screen.say("  Now it is your turn:  " + kubectl + " apply -f examples/quickstart/");
            screen.say("  Then watch:           " + kubectl + " -n " + Cluster.NAMESPACE + " get xvb -w");
        }
        screen.say("  Logs: " + stack.logs() + ", of the agents: " + stack.podLogs());
        screen.say("  Everything stays up until Ctrl-C.");
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        cluster.ifPresent(Cluster::close);
        stack.close();
    }

    private Instant begin(String name) {
        step = name;
        return Instant.now();
    }

    private Pool pool() {
        return pool.orElseThrow();
    }

    private Cluster cluster() {
        return cluster.orElseThrow();
    }
}
