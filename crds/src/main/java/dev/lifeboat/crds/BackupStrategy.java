package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/// How the data of a VM is read.
public record BackupStrategy(
        @Default("Auto")
        @JsonPropertyDescription(
                "Auto takes the best that the pool can do; Cbt reads over NBD and uses changed block tracking.")
        Mode mode,

        @Default("ReadAll") @JsonPropertyDescription("What happens when the changed blocks of a disk cannot be listed.")
        OnCbtUnavailable onCbtUnavailable,

        @Default("UseHttp") @JsonPropertyDescription("What happens when no NBD address of the pool can be reached.")
        OnNbdUnavailable onNbdUnavailable,

        @Nullable
        @Pattern("^([0-9]+(h|m|s))+$")
        @JsonPropertyDescription(
                "All of a disk is read again when the last full read is older than this, such as 720h; never if left"
                        + " out.")
        String readAllEvery) {

    public enum Mode {
        Auto,
        Cbt
    }

    public enum OnCbtUnavailable {
        ReadAll,
        Fail
    }

    public enum OnNbdUnavailable {
        UseHttp,
        Fail
    }
}
