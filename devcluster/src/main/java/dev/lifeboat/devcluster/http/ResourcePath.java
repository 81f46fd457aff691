package dev.lifeboat.devcluster.http;

import dev.lifeboat.devcluster.kind.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The path of a resource taken apart; name, namespace and subresource are empty where the path has none.
record ResourcePath(Version version, String namespace, String plural, String name, String subresource) {
    /// Empty for paths that are none of a resource.
    static Optional<ResourcePath> parse(String path) {
        var parts = new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
        return version(parts).flatMap(version -> below(version, parts));
    }

    private static Optional<Version> version(List<String> parts) {
        if (parts.size() >= 3 && parts.getFirst().equals("api")) {
            parts.removeFirst();
            return Optional.of(new Version("", parts.removeFirst()));
        }
        if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
            parts.removeFirst();
            return Optional.of(new Version(parts.removeFirst(), parts.removeFirst()));
        }
        return Optional.empty();
    }

    private static Optional<ResourcePath> below(Version version, List<String> parts) {
        var namespace = "";
        // Namespaces themselves are resources at the same place: namespaces/NAME, or with a subresource behind.
        var subresources = List.of("status", "finalize");
        if (parts.size() >= 3 && parts.getFirst().equals("namespaces") && !subresources.contains(parts.get(2))) {
            namespace = parts.get(1);
            parts = parts.subList(2, parts.size());
        }
        if (parts.size() > 3 || parts.getFirst().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ResourcePath(version, namespace, parts.getFirst(), at(parts, 1), at(parts, 2)));
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
