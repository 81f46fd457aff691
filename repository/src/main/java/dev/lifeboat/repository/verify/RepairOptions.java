package dev.lifeboat.repository.verify;

/// What a repair looks at and what it may change.
///
/// @param verify what is looked at first: only what is found is marked
public record RepairOptions(VerifyOptions verify, Effect effect, UnreadableManifests manifests) {

    /// Whether anything is written.
    public enum Effect {
        APPLY,
        /// Only says what would be done.
        DRY_RUN
    }

    /// What becomes of manifests that are damaged. While one lies in its place, listings of points and prune
    /// refuse to go on.
    public enum UnreadableManifests {
        KEEP,
        /// They are moved out of the way. Prune may then delete what only their points needed.
        SET_ASIDE
    }

    public static RepairOptions of(VerifyOptions verify) {
        return new RepairOptions(verify, Effect.APPLY, UnreadableManifests.KEEP);
    }

    boolean applies() {
        return effect == Effect.APPLY;
    }
}
