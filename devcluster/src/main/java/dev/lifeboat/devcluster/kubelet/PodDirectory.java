package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.nio.file.Path;

/// Where a pod's files lie: `<data>/pods/<namespace>/<pod>/` with `<container>.log`, `volumes/` and the termination
/// messages. It stays when the pod is gone, for whoever looks for the log.
record PodDirectory(Path root) {
    static PodDirectory of(Path data, ObjectKey pod) {
        return new PodDirectory(data.resolve("pods").resolve(pod.namespace()).resolve(pod.name()));
    }

    Path log(JsonNode container) {
        return log(Json.textAt(container, "name"));
    }

    Path log(String container) {
        return root.resolve(container + ".log");
    }

    Path terminationMessage(JsonNode container) {
        return root.resolve(Json.textAt(container, "name") + ".termination-log");
    }

    Path volumes() {
        return root.resolve("volumes");
    }
}
