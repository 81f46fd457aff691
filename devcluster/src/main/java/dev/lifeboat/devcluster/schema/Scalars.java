package dev.lifeboat.devcluster.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.lifeboat.devcluster.cause.Cause;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// What a schema asks of texts and numbers.
final class Scalars {
    private Scalars() {}

    static List<Cause> check(JsonNode value, Schema schema, String path) {
        if (value.isTextual()) {
            return checkText(value, schema, path);
        }
        return value.isNumber() ? checkNumber(value, schema, path) : List.of();
    }

    private static List<Cause> checkText(JsonNode value, Schema schema, String path) {
        var causes = new ArrayList<Cause>();
        var text = value.asText();
        var bounds = new Bounds(schema.raw(), "minLength", "maxLength", "be %s %d chars long");
        bounds.check(text.codePointCount(0, text.length()), value.toString(), path)
                .ifPresent(causes::add);
        if (schema.raw().has("pattern")) {
            var pattern = schema.raw().path("pattern").asText();
            // RE2, as the real server: the same expressions are accepted, found anywhere unless anchored.
            if (!Pattern.compile(pattern).matcher(text).find()) {
                causes.add(
                        Cause.invalid(path, value.toString(), "%s in body should match '%s'".formatted(path, pattern)));
            }
        }
        if (!Formats.fits(schema.format(), text)) {
            causes.add(Cause.invalid(
                    path,
                    value.toString(),
                    "%s in body must be of type %s: %s".formatted(path, schema.format(), value)));
        }
        return causes;
    }

    private static List<Cause> checkNumber(JsonNode value, Schema schema, String path) {
        var causes = new ArrayList<Cause>();
        var raw = schema.raw();
        var number = value.decimalValue();
        if (raw.has("minimum") && below(number, raw.path("minimum").decimalValue(), raw.path("exclusiveMinimum"))) {
            causes.add(outside(value, path, "greater than", raw, "minimum", "exclusiveMinimum"));
        }
        if (raw.has("maximum") && below(raw.path("maximum").decimalValue(), number, raw.path("exclusiveMaximum"))) {
            causes.add(outside(value, path, "less than", raw, "maximum", "exclusiveMaximum"));
        }
        if (raw.has("multipleOf")
                && number.remainder(raw.path("multipleOf").decimalValue()).signum() != 0) {
            causes.add(Cause.invalid(
                    path,
                    value.toString(),
                    "%s in body should be a multiple of %s".formatted(path, raw.path("multipleOf"))));
        }
        if (!Formats.fits(schema.format(), number)) {
            causes.add(Cause.invalid(
                    path, value.toString(), "%s in body must be of type %s".formatted(path, schema.format())));
        }
        return causes;
    }

    private static boolean below(BigDecimal number, BigDecimal limit, JsonNode exclusive) {
        var order = number.compareTo(limit);
        return order < 0 || (order == 0 && exclusive.asBoolean());
    }

    private static Cause outside(
            JsonNode value, String path, String side, JsonNode schema, String limit, String exclusive) {
        var demand = schema.path(exclusive).asBoolean() ? side : side + " or equal to";
        var shown = schema.path(limit).decimalValue().stripTrailingZeros().toPlainString();
        return Cause.invalid(path, value.toString(), "%s in body should be %s %s".formatted(path, demand, shown));
    }
}
