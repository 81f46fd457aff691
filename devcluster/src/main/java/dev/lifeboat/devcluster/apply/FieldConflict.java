package dev.lifeboat.devcluster.apply;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An apply wants to change fields that others own.
public final class FieldConflict extends RuntimeException {
    private final transient Map<FieldManager, List<String>> fields;

    FieldConflict(Map<FieldManager, FieldSet> overlaps) {
        super("fields are owned by other managers");
        fields = overlaps.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().paths().stream()
                                .map(FieldConflict::shown)
                                .sorted()
                                .toList()));
    }

    /// Owner, as the message names it, to the paths.
    public Map<String, List<String>> byOwner() {
        var owners = new TreeMap<String, List<String>>();
        fields.forEach((manager, paths) -> owners.put(describe(manager), paths));
        return owners;
    }

    private static String describe(FieldManager manager) {
        var subresource = manager.subresource().isEmpty() ? "" : " with subresource \"" + manager.subresource() + "\"";
        var how = manager.operation() == FieldManager.Operation.APPLY ? "" : " using " + manager.apiVersion();
        return "\"%s\"%s%s".formatted(manager.name(), subresource, how);
    }

    private static String shown(List<String> path) {
        var text = new StringBuilder();
        for (var element : path) {
            var value = element.substring(2);
            switch (element.charAt(0)) {
                case 'f' -> text.append('.').append(value);
                case 'k' ->
                    text.append(value.replace('{', '[').replace('}', ']').replaceAll("\"(\\w+)\":", "$1="));
                default -> text.append("[=").append(value).append(']');
            }
        }
        return text.toString();
    }
}
