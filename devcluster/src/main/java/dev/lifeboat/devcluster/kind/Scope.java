package dev.lifeboat.devcluster.kind;

/// Whether objects of a kind live in a namespace.
public enum Scope {
    NAMESPACED,
    CLUSTER
}
