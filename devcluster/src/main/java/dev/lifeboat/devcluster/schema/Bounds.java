package dev.lifeboat.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.cause.Cause;
import java.util.Optional;

/// A pair of limits on a size; `phrase` takes «at least» or «at most» and the limit.
record Bounds(JsonNode schema, String minimum, String maximum, String phrase) {
    Optional<Cause> check(long size, String shown, String path) {
        if (schema.has(minimum) && size < schema.path(minimum).asLong()) {
            return Optional.of(cause("FieldValueInvalid", "at least", minimum, shown, path));
        }
        if (schema.has(maximum) && size > schema.path(maximum).asLong()) {
            return Optional.of(cause("FieldValueTooMany", "at most", maximum, shown, path));
        }
        return Optional.empty();
    }

    private Cause cause(String reason, String side, String limit, String shown, String path) {
        var demand = phrase.formatted(side, schema.path(limit).asLong());
        return new Cause(reason, path, "Invalid value: %s: %s in body should %s".formatted(shown, path, demand));
    }
}
