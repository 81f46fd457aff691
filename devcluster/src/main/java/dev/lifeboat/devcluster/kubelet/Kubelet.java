package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.control.Controller;
import dev.lifeboat.devcluster.control.ObjectWrites;
import dev.lifeboat.devcluster.http.LogSource;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.store.Change;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Binds pods to the one node there is, runs them, and ends them when they are deleted.
public final class Kubelet implements Controller, LogSource, AutoCloseable {
    public static final String NODE = "devcluster";

    /// A process that has been killed is gone well before.
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final Map<String, PodRunner> runners = new ConcurrentHashMap<>();
    private final Addresses addresses = new Addresses();
    private final Thread.Builder threads = Thread.ofVirtual().name("pod-", 0);
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectWrites objects;
    private final PodRunner.Tools tools;
    private volatile boolean closed;

    public Kubelet(Resources resources, Images images, Path data, Clock clock) {
        objects = new ObjectWrites(resources, "kubelet");
        tools = new PodRunner.Tools(objects, new EventRecorder(objects, clock), images, data, http, clock);
    }

    @Override
    public void observe(Change change) {
        if (!change.resource().equals(BuiltIn.PODS) || closed) {
            return;
        }
        var pod = change.object();
        var uid = Meta.of(pod).uid();
        if (change.type() == Change.Type.DELETED) {
            Optional.ofNullable(runners.remove(uid)).ifPresent(PodRunner::kill);
        } else if (Meta.of(pod).deleting()) {
            end(pod, uid);
        } else if (!over(pod) && !runners.containsKey(uid)) {
            start(pod, uid);
        }
    }

    @Override
    public Optional<Path> log(ObjectKey pod, String container) {
        var name = container.isEmpty()
                ? objects.find(BuiltIn.PODS, pod)
                        .map(found -> Json.textAt(
                                found.path("spec").path("containers").path(0), "name"))
                        .orElse("")
                : container;
        return Optional.of(PodDirectory.of(tools.data(), pod).log(name)).filter(Files::exists);
    }

    @Override
    public boolean running(ObjectKey pod) {
        return objects.find(BuiltIn.PODS, pod).filter(found -> !over(found)).isPresent();
    }

    /// Ends every process and waits for it.
    @Override
    public void close() {
        closed = true;
        var last = List.copyOf(runners.values());
        last.forEach(PodRunner::kill);
        try {
            for (var runner : last) {
                runner.awaitEnd(END_PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }

    private void start(ObjectNode pod, String uid) {
        var node = Json.textAt(pod, "spec", "nodeName");
        if (node.isEmpty()) {
            objects.change(BuiltIn.PODS, pod, live -> Json.child(live, "spec").put("nodeName", NODE));
        } else if (node.equals(NODE)) {
            var runner = new PodRunner(tools, pod);
            runners.put(uid, runner);
            threads.start(() -> runner.run(addresses.next()));
        }
    }

    private void end(ObjectNode pod, String uid) {
        var grace = Duration.ofSeconds(
                pod.path("metadata").path("deletionGracePeriodSeconds").asLong());
        var runner = runners.get(uid);
        if (runner != null) {
            runner.terminate(grace);
        }
    }

    private static boolean over(JsonNode pod) {
        return List.of("Succeeded", "Failed").contains(Json.textAt(pod, "status", "phase"));
    }
}
