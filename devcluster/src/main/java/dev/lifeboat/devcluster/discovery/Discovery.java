package dev.lifeboat.devcluster.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.kind.Kinds;
import dev.lifeboat.devcluster.kind.Version;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Groups, versions and resources as clients discover them.
public final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Kinds kinds;

    public Discovery(Kinds kinds) {
        this.kinds = kinds;
    }

    public static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "32")
                .put("gitVersion", "v1.32.0-devcluster")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-01-01T00:00:00Z")
                .put("goVersion", "none")
                .put("compiler", "javac")
                .put("platform", "linux/amd64");
    }

    public static ObjectNode coreVersions() {
        var versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    public ObjectNode groups() {
        var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        var groups = list.putArray("groups");
        groupNames().forEach(name -> group(name).ifPresent(groups::add));
        return list;
    }

    public Optional<ObjectNode> group(String name) {
        var versions = versions().stream()
                .filter(version -> version.group().equals(name))
                .toList();
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        var group =
                Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
        var array = group.putArray("versions");
        versions.forEach(version -> array.add(entry(version)));
        group.set("preferredVersion", entry(versions.getFirst()));
        return Optional.of(group);
    }

    public Optional<ObjectNode> resources(Version version) {
        var list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", version.apiVersion());
        var resources = list.putArray("resources");
        for (var kind : kinds.all()) {
            if (kind.version().equals(version)) {
                resources.add(resource(kind));
                kind.subresources().stream().sorted().forEach(name -> resources.add(subresource(kind, name)));
            }
        }
        Reviews.resources(version).forEach(resources::add);
        return resources.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    /// All versions that are served, the preferred one of a group first.
    public List<Version> versions() {
        var versions = new TreeSet<>(PreferredVersions.ORDER);
        kinds.all().forEach(kind -> versions.add(kind.version()));
        versions.addAll(Reviews.VERSIONS);
        return List.copyOf(versions);
    }

    private SortedSet<String> groupNames() {
        var names = new TreeSet<String>();
        versions().forEach(version -> names.add(version.group()));
        names.remove("");
        return names;
    }

    private static ObjectNode entry(Version version) {
        return Json.object().put("groupVersion", version.apiVersion()).put("version", version.version());
    }

    private static ObjectNode resource(Kind kind) {
        var names = kind.names();
        var resource = Json.object().put("name", names.plural());
        resource.put("singularName", names.singular());
        resource.put("namespaced", kind.namespaced()).put("kind", names.kind());
        resource.set("verbs", Json.arrayOf(VERBS));
        if (!names.shortNames().isEmpty()) {
            resource.set("shortNames", Json.arrayOf(names.shortNames()));
        }
        if (!names.categories().isEmpty()) {
            resource.set("categories", Json.arrayOf(names.categories()));
        }
        return resource.put("storageVersionHash", "");
    }

    private static ObjectNode subresource(Kind kind, String name) {
        var verbs = name.equals("log") ? List.of("get") : List.of("get", "patch", "update");
        var resource = Json.object().put("name", kind.names().plural() + "/" + name);
        resource.put("singularName", "").put("namespaced", kind.namespaced()).put("kind", kind.kind());
        resource.set("verbs", Json.arrayOf(verbs));
        return resource;
    }
}
