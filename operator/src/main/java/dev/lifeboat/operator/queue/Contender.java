package dev.lifeboat.operator.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;

/// A backup or restore that wants a slot on its pool, or has one.
///
/// @param label   for people, such as `VmBackup nightly-web`
/// @param vms     names of the VM that it works on, in any form; two that share one must not run at once
/// @param running whether it has its slot already; it keeps it until it is finished
public record Contender(String uid, String label, Instant createdAt, Set<String> vms, boolean running) {
    /// Oldest first; the uid settles a tie in the same way for everyone.
    static final Comparator<Contender> BY_AGE =
            Comparator.comparing(Contender::createdAt).thenComparing(Contender::uid);

    static final Comparator<Contender> RUNNING_FIRST =
            Comparator.comparing(Contender::running).reversed();

    public Contender {
        vms = Set.copyOf(vms);
    }

    boolean touches(Collection<String> others) {
        return vms.stream().anyMatch(others::contains);
    }
}
