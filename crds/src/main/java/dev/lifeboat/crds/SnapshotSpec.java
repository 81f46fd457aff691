package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/// What stays on the pool after a backup.
public record SnapshotSpec(
        @Default("Auto")
        @JsonPropertyDescription(
                "What the next incremental starts from: KeepData leaves the snapshot, MetadataOnly just its record of"
                    + " changed blocks, None nothing (each backup then reads all); Auto is MetadataOnly where the pool"
                    + " can do that.")
        Reference reference) {

    public enum Reference {
        Auto,
        KeepData,
        MetadataOnly,
        None
    }
}
