package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Api;
import dev.lifeboat.simulator.api.Dispatcher;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.control.Control;
import dev.lifeboat.simulator.control.ControlServer;
import dev.lifeboat.simulator.control.PoolState;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.inventory.HostSpec;
import dev.lifeboat.simulator.nbd.NbdContext;
import dev.lifeboat.simulator.storage.DiskStore;
import dev.lifeboat.simulator.tcp.BoundPorts;
import dev.lifeboat.simulator.transfer.HostEndpoint;
import dev.lifeboat.simulator.transfer.TransferContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;

/// A running pool. Closing it ends all connections, and removes its data where that was asked for.
public final class PoolSimulator implements AutoCloseable {
    private final PoolOptions options;
    private final Path directory;
    private final Pool pool;
    private final Dispatcher dispatcher;
    private final int port;
    private final HostListeners listeners;
    private final List<Closeable> closeables;
    private final NbdContext nbd;
    private final TransferContext transfers;
    private final Control control;
    private final ControlServer controlServer;

    private PoolSimulator(PoolOptions options, List<Closeable> closeables) throws IOException {
        this.options = options;
        this.closeables = closeables;
        directory = PoolDirectory.create(options.data());
        var addresses = options.hosts().stream().map(HostSpec::address).toList();
        var all = new ArrayList<>(addresses);
        options.hosts().forEach(host -> all.add(host.backupAddress()));
        var bound = bind(all, options.ports().https());
        var nbdBound = bind(all, options.ports().nbd());
        port = bound.port();
        var store = new DiskStore(
                directory.resolve("disks"), options.stores().getFirst().capacityBytes());
        closeables.add(store);
        pool = PoolAssembly.assemble(options, store, nbdBound.port());
        dispatcher = Api.of(pool);
        nbd = new NbdContext(pool);
        transfers = new TransferContext(pool, port);
        listeners = new HostListeners(pool, nbd, closeables);
        listeners.listen(bound, nbdBound, host -> new HostEndpoint(host, dispatcher, transfers));
        control = new Control(pool, this::state, listeners::cut);
        controlServer = ControlServer.start(options.ports().control(), control);
        closeables.add(controlServer);
    }

    /// A pool that answers when this returns.
    public static PoolSimulator start(PoolOptions options) {
        var opened = new ArrayList<Closeable>();
        try {
            return new PoolSimulator(options, opened);
        } catch (IOException e) {
            closeAll(opened);
            throw new UncheckedIOException("cannot open the pool's ports and files", e);
        } catch (RuntimeException e) {
            closeAll(opened);
            throw e;
        }
    }

    private static void closeAll(List<Closeable> closeables) {
        try {
            for (var closeable : closeables.reversed()) {
                closeable.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a part of the pool", e);
        }
    }

    private BoundPorts bind(List<String> addresses, int wanted) throws IOException {
        var bound = BoundPorts.bind(addresses, wanted);
        closeables.addAll(bound.sockets());
        return bound;
    }

    /// Where the master answers.
    public URI endpoint() {
        return endpoint(pool.master());
    }

    /// Where each host answers, the master first at the start.
    public List<URI> endpoints() {
        return pool.hosts().stream().map(this::endpoint).toList();
    }

    private URI endpoint(Host host) {
        return URI.create("https://" + host.address() + ":" + port);
    }

    /// SHA-256 of the master's certificate, hex pairs joined by colons.
    public String fingerprint() {
        return pool.master().certificate().fingerprint();
    }

    /// The certificates of all hosts, one after the other.
    public String certificatesPem() {
        var pem = new StringBuilder();
        pool.hosts().forEach(host -> pem.append(host.certificate().pem()).append('\n'));
        return pem.toString();
    }

    public int nbdPort() {
        return pool.nbdPort();
    }

    public URI controlUrl() {
        return controlServer.url();
    }

    public Control control() {
        return control;
    }

    public PoolOptions options() {
        return options;
    }

    /// Where this pool keeps its disks; each start has a directory of its own below the data directory.
    public Path directory() {
        return directory;
    }

    /// The VMs a user would see: no templates, snapshots or control domains.
    public List<RunningVm> vms() {
        return pool.database().all("VM").stream()
                .filter(vm -> !vm.flag("is_a_template") && !vm.flag("is_a_snapshot") && !vm.flag("is_control_domain"))
                .map(RunningVm::of)
                .toList();
    }

    private PoolState state() {
        return pool.database().atomically(() -> {
            var byType = new HashMap<String, Long>();
            var vdis = pool.database().all("VDI");
            vdis.stream()
                    .filter(vdi -> vdi.flag("managed"))
                    .forEach(vdi -> byType.merge(vdi.text("type"), 1L, Long::sum));
            return new PoolState(
                    dispatcher.calls(),
                    listeners.httpsConnections(),
                    listeners.nbdConnections(),
                    nbd.servedBytes().get(),
                    nbd.servedRequests().get(),
                    nbd.exportsOpened().get(),
                    transfers.exportedBytes().get(),
                    transfers.importedBytes().get(),
                    pool.attachments().inControlDomains(),
                    pool.database().all("session").size(),
                    count("task", task -> task.text("status").equals("pending")),
                    vms().size(),
                    count("VM", vm -> vm.flag("is_a_snapshot")),
                    count(
                            "VDI",
                            vdi -> vdi.flag("is_a_snapshot")
                                    && !vdi.text("type").equals("cbt_metadata")),
                    count("VDI", vdi -> !vdi.flag("managed")),
                    byType,
                    listeners.httpsBytes(),
                    listeners.nbdBytes());
        });
    }

    private long count(String type, Predicate<Entity> which) {
        return pool.database().all(type).stream().filter(which).count();
    }

    @Override
    public void close() {
        try {
            closeAll(closeables);
            if (options.data().ephemeral()) {
                PoolDirectory.remove(directory, options.data());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end the pool in " + directory, e);
        }
    }
}
