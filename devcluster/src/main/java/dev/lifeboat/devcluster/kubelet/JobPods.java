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

    /// A pod to create for a job, from its template.
    static ObjectNode podOf(ObjectNode job) {
        var meta = Meta.of(job);
        var template = job.path("spec").path("template");
        var pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        pod.set("metadata", template.path("metadata").deepCopy());
        Meta.edit(pod).put("generateName", meta.name() + "-").put("namespace", meta.namespace());
        Meta.edit(pod)
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "batch/v1")
                .put("kind", "Job")
                .put("name", meta.name())
                .put("uid", meta.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }

    private static boolean over(JsonNode pod) {
        return List.of("Succeeded", "Failed").contains(phase(pod));
    }

    private static String phase(JsonNode pod) {
        return Json.textAt(pod, "status", "phase");
    }
}
