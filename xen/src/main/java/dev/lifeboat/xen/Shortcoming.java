package dev.lifeboat.xen;

/// Something that a pool cannot do, or does less well than it might.
///
/// @param reason a sentence: what is missing, and what that means for backups
/// @param fix a sentence: what to do, with the `xe` command where there is one
public record Shortcoming(Feature feature, String reason, String fix) {

    /// What a backup makes use of. Section 1.10 of the facts on XAPI.
    public enum Feature {
        CBT,
        NBD,
        IGNORE_VDIS,
        QUIESCE,
        VTPM,
        ZSTD,
        QCOW2
    }

    /// Reason and fix.
    public String sentences() {
        return reason + " " + fix;
    }
}
