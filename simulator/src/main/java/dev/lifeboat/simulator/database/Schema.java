package dev.lifeboat.simulator.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// All classes that a release of the API knows; read from `xapi-schema.txt`.
public final class Schema {
    private final Map<String, XapiClass> classes;

    Schema(Map<String, XapiClass> classes) {
        this.classes = new LinkedHashMap<>(classes);
    }

    /// The schema of API version 2.`minor`.
    public static Schema ofApiMinor(int minor) {
        try (var in = Schema.class.getResourceAsStream("xapi-schema.txt")) {
            if (in == null) {
                throw new IllegalStateException("xapi-schema.txt is missing from the jar");
            }
            return new SchemaReader(minor).read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read xapi-schema.txt", e);
        }
    }

    public Collection<XapiClass> classes() {
        return Collections.unmodifiableCollection(classes.values());
    }

    public Optional<XapiClass> find(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    public XapiClass require(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no class " + name));
    }
}
