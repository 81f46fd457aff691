package dev.lifeboat.xen;

/// Something that a pool cannot do, or does less well than it might.
///
/// @param cause what it comes down to
/// @param reason a sentence: what is missing, and what that means for backups
/// @param fix a sentence: what to do, with the `xe` command where there is one
public record Shortcoming(Feature feature, Cause cause, String reason, String fix) {

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

    /// The kinds of reasons that people tell apart.
    public enum Cause {
        /// The version of the hosts.
        TOO_OLD,
        NOT_LICENSED,
        /// No storage repository whose driver can do it.
        UNSUPPORTED_STORAGE,
        NO_NETWORK,
        /// Open, and without encryption.
        INSECURE,
        HOST_WITHOUT_ADDRESS
    }

    /// Reason and fix.
    public String sentences() {
        return reason + " " + fix;
    }
}
