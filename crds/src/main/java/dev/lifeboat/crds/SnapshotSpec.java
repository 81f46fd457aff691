package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;

/// When a snapshot is taken, and what stays of it on the pool after a backup.
public record SnapshotSpec(
        @Default("Auto")
        @JsonPropertyDescription(
                "What the next incremental starts from: KeepData leaves the snapshot, MetadataOnly just its record of"
                    + " changed blocks, None nothing (each backup then reads all). Auto leaves what the strategy"
                    + " needs, the record with Cbt and the snapshot with Xva, and only while some incremental can be"
                    + " expected to use it.")
        Reference reference,

        @Default("20")
        @Min(2)
        @Max(29)
        @JsonPropertyDescription(
                "A disk that is spread over this many images on the storage gets no further snapshot; hosts refuse it"
                        + " from 30 on.")
        int maxChainLength,

        @Default("0s")
        @Pattern("^([0-9]+(h|m|s))+$")
        @JsonPropertyDescription(
                "How long a backup waits for the storage to merge the images of a disk that has too many; then it fails"
                        + " and the VM is skipped this time.")
        String waitForCoalesce) {

    public enum Reference {
        Auto,
        KeepData,
        MetadataOnly,
        None
    }
}
