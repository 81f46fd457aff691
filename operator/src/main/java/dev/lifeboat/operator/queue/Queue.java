package dev.lifeboat.operator.queue;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Gives the slots of one pool to its contenders, oldest first.
///
/// A contender that waits for its VM lets younger ones pass. Whoever waits counts the older ones as if they
/// had started, so two that look at the same moment never both take the last slot.
public final class Queue {
    private Queue() {}

    /// @param all   every unfinished contender of the pool; `me` may be among them
    /// @param slots how many may run at once
    public static Turn turnOf(Contender me, Collection<Contender> all, int slots) {
        var ahead = ahead(me, all);
        var busyVms = new HashSet<String>();
        int taken = 0;
        for (var other : ahead) {
            boolean starts = taken < slots && !other.touches(busyVms);
            if (other.running() || starts) {
                taken++;
                busyVms.addAll(other.vms());
            }
        }
        if (me.touches(busyVms)) {
            return new Turn.Later("Waits for " + holder(me, ahead) + ", which works on the same VM.");
        }
        if (taken >= slots) {
            return new Turn.Later("Waits for one of the pool's " + slots + " slots (limits.maxConcurrentVms); " + taken
                    + " are taken.");
        }
        return new Turn.Now();
    }

    /// Who already works on the same VM and goes first, for one whose VM became known only after it had started.
    ///
    /// @return its label
    public static Optional<String> rival(Contender me, Collection<Contender> all) {
        return all.stream()
                .filter(other -> other.running() && Contender.BY_AGE.compare(other, me) < 0 && other.touches(me.vms()))
                .min(Contender.BY_AGE)
                .map(Contender::label);
    }

    /// Those that run, then those that wait and are older.
    private static List<Contender> ahead(Contender me, Collection<Contender> all) {
        return all.stream()
                .filter(other -> !other.uid().equals(me.uid()))
                .filter(other -> other.running() || Contender.BY_AGE.compare(other, me) < 0)
                .sorted(Contender.RUNNING_FIRST.thenComparing(Contender.BY_AGE))
                .toList();
    }

    private static String holder(Contender me, Collection<Contender> ahead) {
        return ahead.stream()
                .filter(other -> other.touches(me.vms()))
                .findFirst()
                .map(Contender::label)
                .orElse("another one");
    }
}
