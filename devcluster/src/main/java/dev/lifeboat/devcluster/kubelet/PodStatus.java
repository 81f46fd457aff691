package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.control.ObjectWrites;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/// Writes the status of one pod.
final class PodStatus {
    private final ObjectWrites objects;
    private final JsonNode pod;
    private final JsonNode container;
    private final Clock clock;

    PodStatus(ObjectWrites objects, JsonNode pod, JsonNode container, Clock clock) {
        this.objects = objects;
        this.pod = pod;
        this.container = container;
        this.clock = clock;
    }

    void scheduled(String address) {
        change(status -> {
            status.put("phase", "Pending").put("podIP", address).put("hostIP", "127.0.0.1");
            status.putArray("podIPs").addObject().put("ip", address);
            status.put("startTime", Termination.seconds(clock.instant())).put("qosClass", "BestEffort");
            condition(status, "PodScheduled", true, "");
            condition(status, "Initialized", true, "");
            ready(status, false, "ContainersNotReady");
            container(status, false);
            waiting(status, "ContainerCreating", "");
        });
    }

    void waits(String reason, String message) {
        change(status -> waiting(status, reason, message));
    }

    void running(ContainerProcess process, boolean ready) {
        change(status -> {
            status.put("phase", "Running");
            ready(status, ready, ready ? "" : "ContainersNotReady");
            var shown = container(status, ready);
            shown.put("started", true).put("containerID", "process://" + process.pid());
            shown.putObject("state").putObject("running").put("startedAt", Termination.seconds(process.startedAt()));
        });
    }

    void readiness(boolean ready) {
        change(status -> {
            ready(status, ready, ready ? "" : "ContainersNotReady");
            container(status, ready);
        });
    }

    void restarts(Termination termination, int restarts, String waitingReason, String message) {
        change(status -> {
            ready(status, false, "ContainersNotReady");
            var shown = container(status, false);
            shown.put("restartCount", restarts).set("lastState", termination.state());
            waiting(status, waitingReason, message);
        });
    }

    void finished(String phase, Termination termination) {
        change(status -> {
            status.put("phase", phase);
            ready(status, false, phase.equals("Succeeded") ? "PodCompleted" : "PodFailed");
            var shown = container(status, false);
            shown.put("started", false).set("state", termination.state());
        });
    }

    /// A pod that never ran, for a reason of its own.
    void failed(String reason, String message) {
        change(status -> status.put("phase", "Failed").put("reason", reason).put("message", message));
    }

    private ObjectNode container(ObjectNode status, boolean ready) {
        var statuses = status.withArray("containerStatuses");
        if (statuses.isEmpty()) {
            statuses.addObject()
                    .put("name", Json.textAt(container, "name"))
                    .put("image", Json.textAt(container, "image"))
                    .put("imageID", "")
                    .put("restartCount", 0)
                    .put("started", false)
                    .putObject("lastState");
        }
        return ((ObjectNode) statuses.get(0)).put("ready", ready);
    }

    private void waiting(ObjectNode status, String reason, String message) {
        var waiting =
                container(status, false).putObject("state").putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
            waiting.put("message", message);
        }
    }

    private void ready(ObjectNode status, boolean ready, String reason) {
        condition(status, "ContainersReady", ready, reason);
        condition(status, "Ready", ready, reason);
    }

    private void condition(ObjectNode status, String type, boolean holds, String reason) {
        Conditions.set(status, type, holds, reason, "", now());
    }

    private Instant now() {
        return clock.instant();
    }

    private void change(Consumer<ObjectNode> change) {
        objects.changeStatus(BuiltIn.PODS, pod, change);
    }

    @Override
    public String toString() {
        return "status of " + Meta.of(pod).name();
    }
}
