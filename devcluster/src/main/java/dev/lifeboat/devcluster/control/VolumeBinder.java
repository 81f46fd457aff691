package dev.lifeboat.devcluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.cel.Quantity;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.store.Change;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;

/// Binds volume claims: to a volume that fits, else to a directory made for the claim, as a dynamic provisioner would.
/// A claim with the empty storage class waits for a volume.
public final class VolumeBinder implements Controller {
    private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    private final ObjectWrites objects;
    private final Path directory;

    public VolumeBinder(Resources resources, Path directory) {
        objects = new ObjectWrites(resources, "volume-binder");
        this.directory = directory;
    }

    @Override
    public void observe(Change change) {
        if (change.resource().equals(BuiltIn.VOLUMES) && change.type() == Change.Type.ADDED) {
            objects.changeStatus(BuiltIn.VOLUMES, change.object(), status -> status.put("phase", "Available"));
            objects.list(BuiltIn.CLAIMS).forEach(this::bind);
        } else if (change.resource().equals(BuiltIn.CLAIMS)) {
            if (change.type() == Change.Type.DELETED) {
                release(change.object());
            } else {
                objects.find(BuiltIn.CLAIMS, ObjectKey.of(change.object())).ifPresent(this::bind);
            }
        }
    }

    private void bind(ObjectNode claim) {
        if (Json.textAt(claim, "status", "phase").equals("Bound")
                || Meta.of(claim).deleting()) {
            return;
        }
        fitting(claim).or(() -> provisioned(claim)).ifPresent(volume -> bind(claim, volume));
    }

    private Optional<ObjectNode> fitting(ObjectNode claim) {
        var named = Json.textAt(claim, "spec", "volumeName");
        return objects.list(BuiltIn.VOLUMES).stream()
                .filter(volume -> named.isEmpty() || Meta.of(volume).name().equals(named))
                .filter(volume -> free(volume, claim))
                .filter(volume -> fits(volume.path("spec"), claim.path("spec")))
                .findFirst();
    }

    private static boolean free(JsonNode volume, JsonNode claim) {
        var reference = volume.path("spec").path("claimRef");
        var meta = Meta.of(claim);
        return reference.isMissingNode()
                || (Json.textAt(reference, "name").equals(meta.name())
                        && Json.textAt(reference, "namespace").equals(meta.namespace())
                        && (!reference.has("uid")
                                || Json.textAt(reference, "uid").equals(meta.uid())));
    }

    private static boolean fits(JsonNode volume, JsonNode claim) {
        return Json.textAt(volume, "storageClassName").equals(Json.textAt(claim, "storageClassName"))
                && new HashSet<>(Json.texts(volume.path("accessModes")))
                        .containsAll(Json.texts(claim.path("accessModes")))
                && size(Json.textAt(volume, "capacity", "storage"))
                                .compareTo(size(Json.textAt(claim, "resources", "requests", "storage")))
                        >= 0;
    }

    private static BigDecimal size(String text) {
        return Quantity.parse(text).map(Quantity::value).orElse(BigDecimal.ZERO);
    }

    private Optional<ObjectNode> provisioned(ObjectNode claim) {
        var storageClass = Json.textAt(claim, "spec", "storageClassName");
        if (storageClass.isEmpty() || !Json.textAt(claim, "spec", "volumeName").isEmpty()) {
            return Optional.empty();
        }
        var name = "pvc-" + Meta.of(claim).uid();
        var local = directory.resolve(name);
        Directories.make(local);
        var volume = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolume");
        volume.putObject("metadata").put("name", name).putObject("annotations").put(PROVISIONED_BY, "devcluster");
        var spec = volume.putObject("spec").put("storageClassName", storageClass);
        spec.put("persistentVolumeReclaimPolicy", "Delete");
        spec.set("accessModes", claim.path("spec").path("accessModes"));
        spec.set("capacity", Json.at(claim, "spec", "resources", "requests"));
        spec.putObject("hostPath").put("path", local.toString());
        return Optional.of(objects.create(BuiltIn.VOLUMES, volume));
    }

    private void bind(ObjectNode claim, ObjectNode volume) {
        var meta = Meta.of(claim);
        objects.change(
                BuiltIn.VOLUMES,
                volume,
                live -> Json.child(Json.child(live, "spec"), "claimRef")
                        .put("apiVersion", "v1")
                        .put("kind", "PersistentVolumeClaim")
                        .put("namespace", meta.namespace())
                        .put("name", meta.name())
                        .put("uid", meta.uid()));
        objects.changeStatus(BuiltIn.VOLUMES, volume, status -> status.put("phase", "Bound"));
        objects.change(
                BuiltIn.CLAIMS,
                claim,
                live -> Json.child(live, "spec")
                        .put("volumeName", Meta.of(volume).name()));
        objects.changeStatus(BuiltIn.CLAIMS, claim, status -> {
            status.put("phase", "Bound");
            status.set("accessModes", volume.path("spec").path("accessModes"));
            status.set("capacity", volume.path("spec").path("capacity"));
        });
    }

    private void release(ObjectNode claim) {
        objects.find(BuiltIn.VOLUMES, new ObjectKey("", Json.textAt(claim, "spec", "volumeName")))
                .ifPresent(volume -> {
                    var delete = Json.textAt(volume, "spec", "persistentVolumeReclaimPolicy")
                            .equals("Delete");
                    if (delete && Meta.of(volume).annotations().containsKey(PROVISIONED_BY)) {
                        objects.delete(BuiltIn.VOLUMES, volume, DeleteOptions.DEFAULT);
                        Directories.delete(directory.resolve(Meta.of(volume).name()));
                    } else {
                        objects.changeStatus(BuiltIn.VOLUMES, volume, status -> status.put("phase", "Released"));
                    }
                });
    }
}
