package dev.lifeboat.devcluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.control.ObjectWrites;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.GroupResource;
import dev.lifeboat.devcluster.kubelet.Kubelet;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What a cluster has from the start: namespaces, the node, the storage class.
final class FirstObjects {
    private static final GroupResource CLASSES = new GroupResource("storage.k8s.io", "storageclasses");

    private FirstObjects() {}

    static void create(Resources resources, Clock clock) {
        var objects = new ObjectWrites(resources, "devcluster");
        for (var name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            objects.create(BuiltIn.NAMESPACES, object("v1", "Namespace", name));
        }
        objects.create(CLASSES, storageClass());
        var node = objects.create(BuiltIn.NODES, object("v1", "Node", Kubelet.NODE));
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        objects.changeStatus(BuiltIn.NODES, node, status -> {
            var condition = status.putArray("conditions").addObject();
            condition.put("type", "Ready").put("status", "True").put("reason", "KubeletReady");
            condition.put("lastTransitionTime", now).put("lastHeartbeatTime", now);
            status.putArray("addresses").addObject().put("type", "InternalIP").put("address", "127.0.0.1");
        });
    }

    private static ObjectNode storageClass() {
        var standard = object("storage.k8s.io/v1", "StorageClass", "standard");
        ((ObjectNode) standard.path("metadata"))
                .putObject("annotations")
                .put("storageclass.kubernetes.io/is-default-class", "true");
        return standard.put("provisioner", "devcluster").put("reclaimPolicy", "Delete");
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        var object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }
}
