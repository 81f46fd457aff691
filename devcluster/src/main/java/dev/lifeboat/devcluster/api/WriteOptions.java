package dev.lifeboat.devcluster.api;

/// How a write is meant; `manager` owns what it changes.
public record WriteOptions(String manager, boolean force, boolean dryRun, FieldValidation validation) {
    /// For the controllers inside.
    public static WriteOptions by(String manager) {
        return new WriteOptions(manager, false, false, FieldValidation.IGNORE);
    }
}
