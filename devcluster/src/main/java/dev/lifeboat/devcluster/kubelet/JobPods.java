package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import java.util.List;

/// The pods of a job, sorted by what has become of them.
record JobPods(List<ObjectNode> all) {
    JobPods {
        all = List.copyOf(all);
    }

    List<ObjectNode> active() {
        return all.stream()
                .filter(pod -> !over(pod) && !Meta.of(pod).deleting())
                .toList();
    }

    List<ObjectNode> terminating() {
        return all.stream().filter(pod -> !over(pod) && Meta.of(pod).deleting()).toList();
    }

    List<ObjectNode> failed() {
        return all.stream().filter(pod -> phase(pod).equals("Failed")).toList();
    }

    int succeeded() {
        return (int) all.stream().filter(pod -> phase(pod).equals("Succeeded")).count();
    }

    int ready() {
        return (int)
                active().stream().filter(pod -> Conditions.holds(pod, "Ready")).count();
    }

    int restarts() {
        return all.stream()
                .mapToInt(pod -> pod.path("status")
                        .path("containerStatuses")
                        .path(0)
                        .path("restartCount")
                        .asInt())
                .sum();
    }

    private static boolean over(JsonNode pod) {
        return List.of("Succeeded", "Failed").contains(phase(pod));
    }

    private static String phase(JsonNode pod) {
        return Json.textAt(pod, "status", "phase");
    }
}
