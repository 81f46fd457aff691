package dev.lifeboat.devcluster;

import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.control.ControlLoop;
import dev.lifeboat.devcluster.control.DefinitionController;
import dev.lifeboat.devcluster.control.Directories;
import dev.lifeboat.devcluster.control.GarbageCollector;
import dev.lifeboat.devcluster.control.NamespaceController;
import dev.lifeboat.devcluster.control.VolumeBinder;
import dev.lifeboat.devcluster.http.ApiServer;
import dev.lifeboat.devcluster.http.RecordedRequest;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.Kinds;
import dev.lifeboat.devcluster.kubelet.Images;
import dev.lifeboat.devcluster.kubelet.JobController;
import dev.lifeboat.devcluster.kubelet.Kubelet;
import dev.lifeboat.devcluster.store.ClusterState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/// A running devcluster. Closing it ends every process that its pods started.
public final class Devcluster implements AutoCloseable {
    private final ClusterState store;
    private final ApiServer server;
    private final ControlLoop loop;
    private final JobController jobs;
    private final Kubelet kubelet;
    private final Path data;

    private Devcluster(DevclusterOptions options, Clock clock) throws IOException {
        data = options.data().toAbsolutePath();
        Directories.make(data);
        store = new ClusterState();
        var resources = new Resources(store, new Kinds(BuiltIn.kinds()), clock, RandomGenerator.getDefault());
        kubelet = new Kubelet(resources, new Images(options.images()), data, clock);
        jobs = new JobController(resources, clock);
        loop = new ControlLoop(
                store,
                List.of(
                        new NamespaceController(resources),
                        new DefinitionController(resources),
                        new GarbageCollector(resources),
                        new VolumeBinder(resources, data.resolve("volumes")),
                        jobs,
                        kubelet));
        server = new ApiServer(options.port(), resources, kubelet, clock);
        FirstObjects.create(resources, clock);
        loop.start();
        server.start();
    }

    public static Devcluster start(DevclusterOptions options) {
        try {
            return new Devcluster(options, Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException("Starting the devcluster on port " + options.port(), e);
        }
    }

    public URI url() {
        return server.url();
    }

    /// The text of a kubeconfig file.
    public String kubeconfig() {
        return Kubeconfig.of(url());
    }

    /// The log of a container, whether or not its pod still exists.
    public Path podLog(String namespace, String pod, String container) {
        return data.resolve("pods").resolve(namespace).resolve(pod).resolve(container + ".log");
    }

    /// The different kinds of requests clients have made, in the order of their first.
    public List<RecordedRequest> requests() {
        return server.requests();
    }

    public void forgetRequests() {
        server.forgetRequests();
    }

    @Override
    public void close() {
        // First the pods, so that their last words do not meet a closed store; the order of the rest is free.
        jobs.close();
        kubelet.close();
        loop.close();
        store.close();
        server.close();
    }
}
