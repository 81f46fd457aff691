package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// How the data of a VM is read.
@ValidationRule(
        value = "self.onNbdUnavailable != 'Fail' || self.mode in ['Auto', 'Cbt']",
        message = "mode Xva and mode Raw read over HTTPS, which onNbdUnavailable: Fail rules out; leave one of the two"
                + " out")
@ValidationRule(
        value = "self.onCbtUnavailable != 'Fail' || self.mode != 'Raw'",
        message = "mode Raw reads all of each disk, which onCbtUnavailable: Fail rules out; leave one of the two out")
public record BackupStrategy(
        @Default("Auto")
        @JsonPropertyDescription(
                "Auto takes the best that the pool can do. Cbt reads over NBD and uses changed block tracking. Xva"
                    + " needs HTTPS alone: a full is the whole VM as XVA, an incremental what differs from a snapshot"
                    + " that stays on the pool. Raw reads all of each disk over HTTPS every time, and stores what is"
                    + " new.")
        Mode mode,

        @Default("ReadAll")
        @JsonPropertyDescription(
                "What happens when the changed blocks of a disk cannot be listed, or with Xva its difference to the"
                        + " snapshot before cannot be had.")
        OnCbtUnavailable onCbtUnavailable,

        @Default("UseHttp") @JsonPropertyDescription("What happens when no NBD address of the pool can be reached.")
        OnNbdUnavailable onNbdUnavailable,

        @Nullable
        @Pattern("^([0-9]+(h|m|s))+$")
        @JsonPropertyDescription(
                "All of a disk is read again when the last full read is older than this, such as 720h; never if left"
                        + " out.")
        String readAllEvery,

        @Default("{}") @JsonPropertyDescription("How Xva does it; the other strategies have no use for it.")
        Xva xva) {

    /// With the defaults of [Xva].
    public BackupStrategy(
            Mode mode,
            OnCbtUnavailable onCbtUnavailable,
            OnNbdUnavailable onNbdUnavailable,
            @Nullable String readAllEvery) {
        this(mode, onCbtUnavailable, onNbdUnavailable, readAllEvery, Xva.DEFAULT);
    }

    public enum Mode {
        Auto,
        Cbt,
        Xva,
        Raw
    }

    public enum OnCbtUnavailable {
        ReadAll,
        Fail
    }

    public enum OnNbdUnavailable {
        UseHttp,
        Fail
    }

    /// Settings of the strategy of that name.
    public record Xva(
            @Default("Auto")
            @JsonPropertyDescription(
                    "How the pool compresses the XVA of a full. Auto takes zstd where the pool can (8.1 and later),"
                            + " else none, and so does Zstd; gzip is slower on the host than most networks.")
            Compression compression,

            @Default("LastFull")
            @JsonPropertyDescription(
                    "From which snapshot an incremental reads the difference. LastFull keeps that of the last full, so"
                            + " that each incremental reads all that changed since; LastBackup keeps that of the last"
                            + " backup, and reads what changed since that.")
            Base base) {

        static final Xva DEFAULT = new Xva(Compression.Auto, Base.LastFull);
    }

    public enum Compression {
        Auto,
        None,
        Gzip,
        Zstd
    }

    public enum Base {
        LastFull,
        LastBackup
    }
}
