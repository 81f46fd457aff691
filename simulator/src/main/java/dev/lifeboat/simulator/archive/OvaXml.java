package dev.lifeboat.simulator.archive;

import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.MalformedRequest;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.rpc.XmlRpcReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `ova.xml` as read: a version and objects that refer to each other by id.
record OvaXml(ArchiveVersion version, Map<String, ArchivedObject> objects) {
    static OvaXml read(byte[] xml) {
        try {
            if (XmlRpcReader.value(xml) instanceof Map<?, ?> archive
                    && archive.get("version") instanceof Map<?, ?> version
                    && archive.get("objects") instanceof List<?> objects) {
                return new OvaXml(ArchiveVersion.read(version), objects(objects));
            }
        } catch (MalformedRequest | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw XapiError.of("IMPORT_ERROR", "ova.xml: " + e.getMessage());
        }
        throw XapiError.of("IMPORT_ERROR", "ova.xml holds no version and objects");
    }

    private static Map<String, ArchivedObject> objects(List<?> items) {
        var objects = new LinkedHashMap<String, ArchivedObject>();
        for (var item : items) {
            if (item instanceof Map<?, ?> object && object.get("snapshot") instanceof Map<?, ?> snapshot) {
                var record = new LinkedHashMap<String, Object>();
                snapshot.forEach((name, value) -> record.put((String) name, value));
                var id = String.valueOf(object.get("id"));
                objects.put(id, new ArchivedObject(String.valueOf(object.get("class")), id, record));
            }
        }
        return objects;
    }

    List<ArchivedObject> ofType(String type) {
        var found = new ArrayList<ArchivedObject>();
        objects.values().stream().filter(object -> object.type().equals(type)).forEach(found::add);
        return found;
    }

    /// The object that a field names; nothing where it names none.
    Optional<ArchivedObject> follow(ArchivedObject object, String field) {
        var id = object.text(field);
        if (id.isEmpty() || id.equals(FieldType.NULL)) {
            return Optional.empty();
        }
        var target = objects.get(id);
        if (target == null) {
            throw XapiError.of("IMPORT_ERROR_FAILED_TO_FIND_OBJECT", id);
        }
        return Optional.of(target);
    }

    boolean isIso(ArchivedObject vdi) {
        return follow(vdi, "SR")
                .map(sr -> sr.text("content_type").equals("iso"))
                .orElse(false);
    }
}
