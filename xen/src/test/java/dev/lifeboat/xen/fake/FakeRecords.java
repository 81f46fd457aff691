package dev.lifeboat.xen.fake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The objects of a scripted pool, and the calls that do nothing but read, change or destroy one of them.
final class FakeRecords {

    private final Map<String, Map<String, Map<String, Object>>> objects = new ConcurrentHashMap<>();

    /// Adds an object with a UUID of its own.
    ///
    /// @return its ref
    String add(String type, Map<String, Object> fields) {
        var record = new LinkedHashMap<>(fields);
        var uuid = record.computeIfAbsent("uuid", _ -> UUID.randomUUID().toString());
        String ref = "OpaqueRef:" + type + "-" + uuid;
        of(type).put(ref, record);
        return ref;
    }

    Map<String, Map<String, Object>> of(String type) {
        return objects.computeIfAbsent(type, _ -> new ConcurrentHashMap<>());
    }

    UUID uuid(String type, String ref) {
        return UUID.fromString((String) of(type).get(ref).get("uuid"));
    }

    /// What a call gives that no script is for.
    ///
    /// @param method for instance `VM.get_record`
    Object call(String method, List<Object> parameters) {
        int dot = method.indexOf('.');
        return call(method.substring(0, dot), method.substring(dot + 1), parameters);
    }

    private Object call(String type, String method, List<Object> parameters) {
        return switch (method) {
            case "get_all_records" -> Map.copyOf(of(type));
            case "get_record" -> record(type, parameters);
            case "get_by_uuid" ->
                of(type).entrySet().stream()
                        .filter(entry -> entry.getValue().get("uuid").equals(parameters.getFirst()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow(() -> new Failure("UUID_INVALID", type, (String) parameters.getFirst()));
            case "destroy" -> {
                record(type, parameters);
                of(type).remove(parameters.getFirst());
                yield "";
            }
            default -> change(method, record(type, parameters), parameters);
        };
    }

    private static Object change(String method, Map<String, Object> record, List<Object> parameters) {
        if (method.startsWith("set_")) {
            record.put(method.substring("set_".length()), parameters.get(1));
        } else if (method.startsWith("remove_from_")) {
            map(record, method.substring("remove_from_".length())).remove(parameters.get(1));
        } else if (method.startsWith("add_to_")) {
            var map = map(record, method.substring("add_to_".length()));
            if (map.putIfAbsent((String) parameters.get(1), parameters.get(2)) != null) {
                throw new Failure("MAP_DUPLICATE_KEY", "", "", "", (String) parameters.get(1));
            }
        } else {
            throw new Failure("MESSAGE_METHOD_UNKNOWN", method);
        }
        return "";
    }

    private static Map<String, Object> map(Map<String, Object> record, String field) {
        var map = new LinkedHashMap<String, Object>();
        if (record.get(field) instanceof Map<?, ?> old) {
            old.forEach((key, value) -> map.put((String) key, value));
        }
        record.put(field, map);
        return map;
    }

    private Map<String, Object> record(String type, List<Object> parameters) {
        var record = of(type).get((String) parameters.getFirst());
        if (record == null) {
            throw new Failure("HANDLE_INVALID", type, (String) parameters.getFirst());
        }
        return record;
    }
}
