package dev.lifeboat.devcluster.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.lifeboat.devcluster.schema.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The types that a schema gives to rules, so that a rule about a field that is not there does not compile.
@SuppressWarnings("Immutable") // It is filled once, before the first rule is compiled.
final class SchemaTypes implements CelTypeProvider {
    private final Map<String, CelType> structs = new HashMap<>();

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(structs.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(structs.get(name));
    }

    /// The type of a schema node; `path` makes names of struct types unique.
    CelType typeOf(Schema schema, String path, boolean resource) {
        if (schema.intOrString()) {
            return SimpleType.DYN;
        }
        return switch (schema.type()) {
            case "object" -> object(schema, path, resource);
            case "array" ->
                ListType.create(schema.items()
                        .map(items -> typeOf(items, path + ".@items", false))
                        .orElse(SimpleType.DYN));
            case "string" -> text(schema.format());
            case "integer" -> SimpleType.INT;
            case "number" -> SimpleType.DOUBLE;
            case "boolean" -> SimpleType.BOOL;
            default -> SimpleType.DYN;
        };
    }

    private static CelType text(String format) {
        return switch (format) {
            case "date-time", "date" -> SimpleType.TIMESTAMP;
            case "duration" -> SimpleType.DURATION;
            case "byte" -> SimpleType.BYTES;
            default -> SimpleType.STRING;
        };
    }

    private CelType object(Schema schema, String path, boolean resource) {
        if (schema.additional().isPresent()) {
            return MapType.create(SimpleType.STRING, typeOf(schema.additional().get(), path + ".@values", false));
        }
        if (schema.properties().isEmpty() && !resource) {
            return schema.preservesUnknown() ? SimpleType.DYN : struct(path, Map.of());
        }
        var fields = new LinkedHashMap<String, CelType>();
        schema.properties()
                .forEach((name, field) ->
                        fields.put(FieldNames.escape(name), typeOf(field, path + "." + name, field.embedded())));
        if (resource) {
            fields.put("apiVersion", SimpleType.STRING);
            fields.put("kind", SimpleType.STRING);
            fields.put(
                    "metadata",
                    struct(path + ".@metadata", Map.of("name", SimpleType.STRING, "generateName", SimpleType.STRING)));
        }
        return struct(path, fields);
    }

    private CelType struct(String path, Map<String, CelType> fields) {
        var name = "object" + path.replace('-', '_');
        var known = ImmutableMap.copyOf(fields);
        var type = StructType.create(name, known.keySet(), field -> Optional.ofNullable(known.get(field)));
        structs.put(name, type);
        return type;
    }
}
