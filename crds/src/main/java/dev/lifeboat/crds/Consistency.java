package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/// In which state a backup shows the disks of a running VM.
public record Consistency(
        @Default("Crash")
        @JsonPropertyDescription(
                "Crash takes the disks as after a power cut; QuiescePreferred lets the guest settle its file systems"
                        + " first where pool (8.0 and earlier) and guest can do that, and says so where not;"
                        + " QuiesceRequired makes no backup then.")
        Mode mode) {

    public enum Mode {
        Crash,
        QuiescePreferred,
        QuiesceRequired
    }
}
