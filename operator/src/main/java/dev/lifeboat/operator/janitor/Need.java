package dev.lifeboat.operator.janitor;

/// How much of a snapshot is still needed.
enum Need {
    All,
    /// The record of its changed blocks, for the next backup to compare with.
    Metadata,
    Nothing
}
