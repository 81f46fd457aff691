package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.control.Directories;
import dev.lifeboat.devcluster.control.ObjectWrites;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one pod from its binding to its end, on a thread of its own.
final class PodRunner {
    private static final Logger LOG = LoggerFactory.getLogger(PodRunner.class);
    /// How soon a pod looks again for a Secret or claim that was missing. A kubelet waits longer.
    private static final Duration RETRY = Duration.ofMillis(300);
    /// Between restarts of a container; doubled each time, as a kubelet does from 10 s to 5 min.
    private static final Duration FIRST_RESTART_DELAY = Duration.ofSeconds(1);

    private static final Duration LONGEST_RESTART_DELAY = Duration.ofSeconds(10);

    private final Tools tools;
    private final ObjectNode pod;
    private final JsonNode container;
    private final PodDirectory directory;
    private final PodStatus status;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<ContainerProcess> process = Optional.empty();

    /// What all pods share.
    record Tools(ObjectWrites objects, EventRecorder events, Images images, Path data, HttpClient http, Clock clock) {}

    PodRunner(Tools tools, ObjectNode pod) {
        this.tools = tools;
        this.pod = pod;
        container = pod.path("spec").path("containers").path(0);
        directory = PodDirectory.of(tools.data(), ObjectKey.of(pod));
        status = new PodStatus(tools.objects(), pod, container, tools.clock());
    }

    void run(String address) {
        try {
            status.scheduled(address);
            if (refused()) {
                return;
            }
            Directories.make(directory.root());
            runContainers();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.error("Running pod {} failed", ObjectKey.of(pod), e);
            status.failed("DevclusterError", e.toString());
        } finally {
            process.ifPresent(ContainerProcess::kill);
            ended.countDown();
            if (stop.getCount() == 0) {
                tools.objects().delete(BuiltIn.PODS, pod, DeleteOptions.now());
            }
        }
    }

    /// Ends the pod: SIGTERM, after the grace SIGKILL. Returns at once.
    void terminate(Duration grace) {
        stop.countDown();
        process.ifPresent(
                running -> Thread.ofVirtual().name("stop-" + pid(running)).start(() -> end(running, grace)));
    }

    /// Ends the pod without asking it.
    void kill() {
        stop.countDown();
        process.ifPresent(ContainerProcess::kill);
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Pod {} has not ended in {}", ObjectKey.of(pod), patience);
        }
    }

    private static long pid(ContainerProcess running) {
        return running.pid();
    }

    private boolean refused() {
        var spec = pod.path("spec");
        if (spec.path("containers").size() == 1 && spec.path("initContainers").isEmpty()) {
            return false;
        }
        var message = "devcluster runs pods of one container and no init containers";
        status.failed("UnsupportedPod", message);
        tools.events().warning(pod, "UnsupportedPod", message);
        return true;
    }

    private void runContainers() throws InterruptedException, IOException {
        var restarts = 0;
        var delay = FIRST_RESTART_DELAY;
        while (!stopping()) {
            var launch = prepare();
            if (launch.isEmpty()) {
                return;
            }
            var termination = runOnce(launch.get());
            if (!restarts(termination.exitCode()) || stopping()) {
                status.finished(termination.exitCode() == 0 ? "Succeeded" : "Failed", termination);
                return;
            }
            restarts++;
            tellOfRestart(termination, restarts, delay);
            if (stop.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                status.finished("Failed", termination);
                return;
            }
            delay = Collections.min(List.of(delay.multipliedBy(2), LONGEST_RESTART_DELAY));
        }
    }

    private boolean restarts(int exitCode) {
        return switch (Json.textAt(pod, "spec", "restartPolicy")) {
            case "Never" -> false;
            case "OnFailure" -> exitCode != 0;
            default -> true;
        };
    }

    private void tellOfRestart(Termination termination, int restarts, Duration delay) {
        status.restarts(
                termination, restarts, "CrashLoopBackOff", "back-off %s restarting failed container".formatted(delay));
        tools.events()
                .warning(pod, "BackOff", "Back-off restarting failed container " + Json.textAt(container, "name"));
    }

    /// Waits until all the container refers to is there; empty when the pod was stopped before.
    private Optional<Launch> prepare() throws InterruptedException {
        var told = "";
        while (!stopping()) {
            try {
                var current =
                        tools.objects().find(BuiltIn.PODS, ObjectKey.of(pod)).orElse(pod);
                var volumes = new Volumes(tools.objects(), current, directory.volumes());
                var mounts = volumes.mounts(container);
                var environment = Environment.of(tools.objects(), current, container);
                return Optional.of(Launch.of(current, container, environment, mounts, directory, tools.images()));
            } catch (NotReady e) {
                if (!told.equals(e.getMessage())) {
                    told = String.valueOf(e.getMessage());
                    status.waits(e.waitingReason(), told);
                    tools.events().warning(pod, e.eventReason(), told);
                }
                stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        return Optional.empty();
    }

    private Termination runOnce(Launch launch) throws InterruptedException, IOException {
        var obstacle = launch.obstacle();
        if (!obstacle.isEmpty()) {
            tools.events().warning(pod, "Failed", "Error: " + obstacle);
            var now = tools.clock().instant();
            return new Termination(128, "StartError", obstacle, now, now);
        }
        var messageFile = directory.terminationMessage(container);
        Files.deleteIfExists(messageFile);
        var running = launch.start(tools.clock().instant());
        process = Optional.of(running);
        if (stopping()) {
            running.kill();
        }
        status.running(running, false);
        tools.events().normal(pod, "Started", "Started container " + Json.textAt(container, "name"));
        var code = 0;
        try (var prober = new Prober()) {
            probe(prober, running, launch);
            code = running.waitFor();
        }
        process = Optional.empty();
        return Termination.of(
                code,
                Termination.message(container, messageFile, directory.log(container), code),
                running.startedAt(),
                tools.clock().instant());
    }

    private void probe(Prober prober, ContainerProcess running, Launch launch) {
        prober.startup(Probe.of(container, "startupProbe", launch, tools.http()), () -> unhealthy(running, "Startup"));
        prober.readiness(Probe.of(container, "readinessProbe", launch, tools.http()), ready -> {
            if (running.alive()) {
                status.readiness(ready);
            }
        });
        prober.liveness(
                Probe.of(container, "livenessProbe", launch, tools.http()), () -> unhealthy(running, "Liveness"));
    }

    private void unhealthy(ContainerProcess running, String probe) {
        var name = Json.textAt(container, "name");
        tools.events().warning(pod, "Unhealthy", probe + " probe failed");
        tools.events().normal(pod, "Killing", "Container %s failed %s probe, will be stopped".formatted(name, probe));
        end(
                running,
                Duration.ofSeconds(
                        pod.path("spec").path("terminationGracePeriodSeconds").asLong(30)));
    }

    private static void end(ContainerProcess running, Duration grace) {
        try {
            running.end(grace);
        } catch (InterruptedException _) {
            running.kill();
            Thread.currentThread().interrupt();
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }
}
