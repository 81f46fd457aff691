package dev.lifeboat.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The part of metadata that the server alone writes.
final class Identity {
    private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final List<String> SYSTEM_FIELDS = List.of(
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "managedFields");
    private static final Set<String> NOT_SPEC = Set.of("metadata", "status", "apiVersion", "kind");

    private final Clock clock;
    private final RandomGenerator random;

    Identity(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// Makes an object of the body of a creation.
    void give(ObjectNode object, Kind kind, String namespace) {
        var meta = Meta.edit(object);
        meta.remove(SYSTEM_FIELDS);
        if (kind.namespaced()) {
            meta.put("namespace", namespace);
        } else {
            meta.remove("namespace");
        }
        var base = Json.textAt(meta, "generateName");
        if (Json.textAt(meta, "name").isEmpty() && !base.isEmpty()) {
            meta.put("name", base + suffix());
        }
        meta.put("uid", UUID.randomUUID().toString());
        meta.put("creationTimestamp", now());
        if (kind.custom() || object.has("spec")) {
            meta.put("generation", 1);
        }
    }

    /// Takes these fields from the live object, whatever the body says.
    void keep(ObjectNode fresh, JsonNode live) {
        var meta = Meta.edit(fresh);
        for (var field : SYSTEM_FIELDS) {
            var value = live.path("metadata").get(field);
            if (value == null) {
                meta.remove(field);
            } else {
                meta.set(field, value);
            }
        }
        meta.put("name", Meta.of(live).name());
        if (live.path("metadata").has("namespace")) {
            meta.put("namespace", Meta.of(live).namespace());
        }
    }

    /// A new generation for anything but metadata and status.
    void countGeneration(ObjectNode fresh, JsonNode live) {
        if (live.path("metadata").has("generation") && !spec(fresh).equals(spec(live))) {
            Meta.edit(fresh).put("generation", Meta.of(live).generation() + 1);
        }
    }

    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    String inSeconds(long seconds) {
        return clock.instant()
                .plusSeconds(seconds)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private static JsonNode spec(JsonNode object) {
        var copy = Json.object();
        object.properties().forEach(entry -> {
            if (!NOT_SPEC.contains(entry.getKey())) {
                copy.set(entry.getKey(), entry.getValue());
            }
        });
        return copy;
    }

    private String suffix() {
        var text = new StringBuilder();
        for (var count = 0; count < 5; count++) {
            text.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
        }
        return text.toString();
    }
}
