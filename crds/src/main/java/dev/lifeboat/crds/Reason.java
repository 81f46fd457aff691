package dev.lifeboat.crds;

/// Why a condition is as it is. Each kind has one closed list; a reason carries the same name in condition,
/// event, metric and log.
public interface Reason {
    /// In UpperCamelCase, as it stands in the condition.
    String name();
}
