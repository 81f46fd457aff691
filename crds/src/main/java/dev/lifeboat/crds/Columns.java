package dev.lifeboat.crds;

/// What several kinds print under the same column's name.
final class Columns {
    static final String READY = ".status.conditions[?(@.type==\"Ready\")].status";
    static final String READY_REASON = ".status.conditions[?(@.type==\"Ready\")].reason";
    static final String READY_MESSAGE = ".status.conditions[?(@.type==\"Ready\")].message";
    static final String FAILED_MESSAGE = ".status.conditions[?(@.type==\"Failed\")].message";
    static final String AGE = ".metadata.creationTimestamp";

    private Columns() {}
}
