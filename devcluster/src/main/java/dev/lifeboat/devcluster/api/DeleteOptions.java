package dev.lifeboat.devcluster.api;

import java.util.Optional;

/// How a deletion is meant.
public record DeleteOptions(
        Optional<Propagation> propagation,
        Optional<Long> gracePeriodSeconds,
        Optional<String> uid,
        Optional<String> resourceVersion,
        boolean dryRun) {
    public static final DeleteOptions DEFAULT =
            new DeleteOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    public static DeleteOptions with(Propagation propagation) {
        return new DeleteOptions(Optional.of(propagation), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /// At once, as a kubelet deletes a pod that has ended.
    public static DeleteOptions now() {
        return new DeleteOptions(Optional.empty(), Optional.of(0L), Optional.empty(), Optional.empty(), false);
    }

    /// What becomes of objects that the deleted one owns.
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }
}
