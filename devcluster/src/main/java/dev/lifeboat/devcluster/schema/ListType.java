package dev.lifeboat.devcluster.schema;

/// How the items of a list are told apart: not at all, by value, or by key fields.
public enum ListType {
    ATOMIC,
    SET,
    MAP;

    static ListType of(String name) {
        return switch (name) {
            case "set" -> SET;
            case "map" -> MAP;
            default -> ATOMIC;
        };
    }
}
