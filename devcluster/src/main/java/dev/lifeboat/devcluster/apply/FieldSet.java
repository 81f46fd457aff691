package dev.lifeboat.devcluster.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A set of field paths, read from and written as `fieldsV1`.
record FieldSet(Set<List<String>> paths) {
    static final FieldSet EMPTY = new FieldSet(Set.of());

    FieldSet {
        paths = Set.copyOf(paths);
    }

    static FieldSet parse(JsonNode fields) {
        var paths = new TreeSet<>(FieldSet::compare);
        read(fields, List.of(), paths);
        return new FieldSet(paths);
    }

    ObjectNode toJson() {
        var root = Json.object();
        var sorted = new TreeSet<>(FieldSet::compare);
        sorted.addAll(paths);
        for (var path : sorted) {
            var node = root;
            for (var element : path) {
                node = Json.child(node, element);
            }
            if (hasChildren(path)) {
                node.putObject(".");
            }
        }
        return root;
    }

    FieldSet union(FieldSet other) {
        var all = new HashSet<>(paths);
        all.addAll(other.paths);
        return new FieldSet(all);
    }

    FieldSet minus(FieldSet other) {
        return new FieldSet(
                paths.stream().filter(path -> !other.paths.contains(path)).collect(Collectors.toSet()));
    }

    FieldSet intersect(FieldSet other) {
        return new FieldSet(paths.stream().filter(other.paths::contains).collect(Collectors.toSet()));
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    boolean containsBelow(List<String> prefix) {
        return paths.stream()
                .anyMatch(path -> path.size() >= prefix.size()
                        && path.subList(0, prefix.size()).equals(prefix));
    }

    private boolean hasChildren(List<String> path) {
        return paths.stream()
                .anyMatch(other -> other.size() > path.size()
                        && other.subList(0, path.size()).equals(path));
    }

    private static void read(JsonNode node, List<String> path, Set<List<String>> paths) {
        if (!path.isEmpty() && (node.isEmpty() || node.has("."))) {
            paths.add(path);
        }
        node.properties().forEach(entry -> {
            if (!entry.getKey().equals(".")) {
                read(entry.getValue(), append(path, entry.getKey()), paths);
            }
        });
    }

    static List<String> append(List<String> path, String element) {
        var longer = new ArrayList<>(path);
        longer.add(element);
        return List.copyOf(longer);
    }

    private static int compare(List<String> one, List<String> other) {
        for (var index = 0; index < Math.min(one.size(), other.size()); index++) {
            var order = one.get(index).compareTo(other.get(index));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }
}
