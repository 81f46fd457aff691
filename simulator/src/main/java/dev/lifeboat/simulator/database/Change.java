package dev.lifeboat.simulator.database;

import java.util.Map;

/// What happened to an object since some generation: many changes of one object are one change with its latest record.
public sealed interface Change {
    String type();

    String ref();

    long generation();

    record Added(String type, String ref, long generation, Map<String, Object> record) implements Change {}

    record Modified(String type, String ref, long generation, Map<String, Object> record) implements Change {}

    record Deleted(String type, String ref, long generation) implements Change {}
}
