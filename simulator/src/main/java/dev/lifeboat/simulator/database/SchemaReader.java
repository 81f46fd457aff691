package dev.lifeboat.simulator.database;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the schema's text form, leaving out what came after the given API version.
final class SchemaReader {
    private final int apiMinor;
    private final Map<String, FieldType.Enumeration> enumerations = new LinkedHashMap<>();
    private final Map<String, XapiClass> classes = new LinkedHashMap<>();
    private String className = "";
    private List<String> namespaces = List.of();
    private Map<String, Field> fields = new LinkedHashMap<>();
    private boolean skipped;

    SchemaReader(int apiMinor) {
        this.apiMinor = apiMinor;
    }

    Schema read(String text) {
        text.lines().map(String::strip).forEach(this::line);
        finishClass();
        return new Schema(classes);
    }

    private void line(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        var words = List.of(line.split(" +", -1));
        switch (words.getFirst()) {
            case "enum" -> enumerations.put(words.get(1), enumeration(words.get(2)));
            case "class" -> startClass(words);
            default -> {
                if (known(words)) {
                    field(words);
                }
            }
        }
    }

    private void startClass(List<String> words) {
        finishClass();
        className = words.get(1);
        skipped = !known(words);
        int at = words.indexOf("namespaces");
        namespaces = at < 0 ? List.of() : List.of(words.get(at + 1).split(",", -1));
    }

    private void finishClass() {
        if (!className.isEmpty() && !skipped) {
            classes.put(className, new XapiClass(className, fields));
        }
        fields = new LinkedHashMap<>();
    }

    private void field(List<String> words) {
        var name = words.get(0);
        var type = type(words.get(1));
        var access = switch (words.get(2)) {
            case "R" -> Field.Access.RUNTIME;
            case "C" -> Field.Access.CREATION;
            case "W" -> Field.Access.WRITABLE;
            default -> throw new IllegalStateException("no such access in the schema: " + words);
        };
        Optional<Object> fallback = Optional.empty();
        for (var word : words.subList(3, words.size())) {
            if (word.startsWith("=")) {
                fallback = Optional.of(fallback(type, word.substring(1)));
            }
        }
        fields.put(name, new Field(name, databaseName(name), type, access, fallback));
    }

    private static Object fallback(FieldType type, String text) {
        if (text.isEmpty()) {
            return type.empty();
        }
        return type instanceof FieldType.Bool ? (Object) Boolean.valueOf(text) : type.accept("default", text);
    }

    private FieldType type(String text) {
        int colon = text.indexOf(':');
        var rest = text.substring(colon + 1);
        return switch (colon < 0 ? text : text.substring(0, colon)) {
            case "string" -> new FieldType.Text();
            case "int" -> new FieldType.Int();
            case "float" -> new FieldType.Real();
            case "bool" -> new FieldType.Bool();
            case "datetime" -> new FieldType.Time();
            case "enum" -> enumeration(rest);
            case "ref" -> new FieldType.Ref(rest);
            case "set" -> new FieldType.SetOf(type(rest));
            case "map" -> new FieldType.MapOf(type(rest));
            case "back" -> {
                int dot = rest.indexOf('.');
                yield new FieldType.Back(rest.substring(0, dot), rest.substring(dot + 1));
            }
            default -> throw new IllegalStateException("no such type in the schema: " + text);
        };
    }

    private FieldType.Enumeration enumeration(String text) {
        if (text.startsWith("@")) {
            var named = enumerations.get(text.substring(1));
            if (named == null) {
                throw new IllegalStateException("no such enumeration in the schema: " + text);
            }
            return named;
        }
        var names = new LinkedHashSet<String>();
        for (var word : text.split(",", -1)) {
            int at = word.indexOf('@');
            if (at < 0 || Integer.parseInt(word.substring(at + 1)) <= apiMinor) {
                names.add(at < 0 ? word : word.substring(0, at));
            }
        }
        return new FieldType.Enumeration(names, names.getFirst());
    }

    private boolean known(List<String> words) {
        return words.stream()
                .filter(word -> word.startsWith("since="))
                .allMatch(word -> Integer.parseInt(word.substring("since=".length())) <= apiMinor);
    }

    private String databaseName(String name) {
        for (var namespace : namespaces) {
            if (name.startsWith(namespace + "_")) {
                return namespace + "__" + name.substring(namespace.length() + 1);
            }
        }
        return name;
    }
}
