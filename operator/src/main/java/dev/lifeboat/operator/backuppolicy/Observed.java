package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.VmBackup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that a policy's decision depends on, beside the policy.
///
/// @param candidates        VMs of the pools whose inventory is known
/// @param inventories       how many pools that is
/// @param unknownReferences a sentence for each object that the spec names and that does not exist
/// @param notReady          a sentence for each that exists and is not ready
/// @param storageKnown      whether there is a storage to back up to
/// @param backups           of this policy
record Observed(
        Instant now,
        List<Candidate> candidates,
        int inventories,
        List<String> unknownReferences,
        List<String> notReady,
        boolean storageKnown,
        List<VmBackup> backups) {

    Optional<String> unknown() {
        return sentences(unknownReferences);
    }

    Optional<String> waiting() {
        return sentences(notReady);
    }

    private static Optional<String> sentences(List<String> sentences) {
        return sentences.stream().map(Observed::ended).reduce((one, next) -> one + " " + next);
    }

    /// What a pool or storage says of itself may lack its full stop.
    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
