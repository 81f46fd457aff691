package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.control.Directories;
import dev.lifeboat.devcluster.control.ObjectWrites;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.kind.GroupResource;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Lays out a pod's volumes as local directories.
final class Volumes {
    private final ObjectWrites objects;
    private final JsonNode pod;
    private final Path directory;

    Volumes(ObjectWrites objects, JsonNode pod, Path directory) {
        this.objects = objects;
        this.pod = pod;
        this.directory = directory;
    }

    /// Where each mount path of the container lies locally.
    ///
    /// @throws NotReady when a volume cannot be made yet
    Map<String, Path> mounts(JsonNode container) {
        var byName = new LinkedHashMap<String, Path>();
        for (var volume : pod.path("spec").path("volumes")) {
            byName.put(Json.textAt(volume, "name"), local(volume));
        }
        var mounts = new LinkedHashMap<String, Path>();
        for (var mount : container.path("volumeMounts")) {
            var root = byName.getOrDefault(Json.textAt(mount, "name"), directory);
            var inside = Json.textAt(mount, "subPath");
            mounts.put(Json.textAt(mount, "mountPath"), inside.isEmpty() ? root : root.resolve(inside));
        }
        return mounts;
    }

    private Path local(JsonNode volume) {
        var name = Json.textAt(volume, "name");
        var local = directory.resolve(name);
        if (volume.has("hostPath")) {
            return host(volume.path("hostPath"));
        }
        if (volume.has("persistentVolumeClaim")) {
            return claimed(Json.textAt(volume, "persistentVolumeClaim", "claimName"));
        }
        var files = new VolumeFiles(local);
        if (volume.has("configMap")) {
            put(files, volume.path("configMap"), BuiltIn.CONFIG_MAPS, "name", name);
        } else if (volume.has("secret")) {
            put(files, volume.path("secret"), BuiltIn.SECRETS, "secretName", name);
        } else if (volume.has("projected")) {
            project(files, volume.path("projected"), name);
        } else if (volume.has("emptyDir")) {
            Directories.make(local);
        } else {
            throw NotReady.mount("devcluster has no volumes of the type of \"%s\": %s".formatted(name, volume));
        }
        return local;
    }

    private void project(VolumeFiles files, JsonNode projected, String volume) {
        for (var source : projected.path("sources")) {
            if (source.has("configMap")) {
                put(files, source.path("configMap"), BuiltIn.CONFIG_MAPS, "name", volume);
            } else if (source.has("secret")) {
                put(files, source.path("secret"), BuiltIn.SECRETS, "name", volume);
            } else {
                throw NotReady.mount(
                        "devcluster projects configMap and secret only, not \"%s\": %s".formatted(volume, source));
            }
        }
    }

    private void put(VolumeFiles files, JsonNode source, GroupResource resource, String nameField, String volume) {
        var name = Json.textAt(source, nameField);
        var found = objects.find(resource, new ObjectKey(Meta.of(pod).namespace(), name));
        if (found.isPresent()) {
            files.write(found.get(), source, resource.equals(BuiltIn.SECRETS));
        } else if (source.path("optional").asBoolean()) {
            files.make();
        } else {
            throw NotReady.mount("MountVolume.SetUp failed for volume \"%s\" : %s \"%s\" not found"
                    .formatted(volume, resource.plural().replaceAll("s$", ""), name));
        }
    }

    private static Path host(JsonNode hostPath) {
        var path = Path.of(Json.textAt(hostPath, "path"));
        if (Json.textAt(hostPath, "type").equals("DirectoryOrCreate")) {
            Directories.make(path);
        }
        return path;
    }

    private Path claimed(String claim) {
        var found = objects.find(BuiltIn.CLAIMS, new ObjectKey(Meta.of(pod).namespace(), claim))
                .orElseThrow(() -> NotReady.mount("persistentvolumeclaim \"%s\" not found".formatted(claim)));
        if (!Json.textAt(found, "status", "phase").equals("Bound")) {
            throw NotReady.mount("persistentvolumeclaim \"%s\" is not bound".formatted(claim));
        }
        var path = objects.find(BuiltIn.VOLUMES, new ObjectKey("", Json.textAt(found, "spec", "volumeName")))
                .map(volume -> volume.path("spec"))
                .flatMap(
                        spec -> Optional.of(Json.textAt(spec, "hostPath", "path") + Json.textAt(spec, "local", "path")))
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> NotReady.mount(
                        "the volume of claim \"%s\" has no hostPath and no local path".formatted(claim)));
        return host(Json.object().put("path", path).put("type", "DirectoryOrCreate"));
    }
}
