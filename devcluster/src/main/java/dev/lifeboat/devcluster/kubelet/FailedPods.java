package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Meta;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The failures of each job, remembered beyond the pods: a failed pod that someone deletes still counts.
final class FailedPods {
    /// Between tries; doubled each time. A cluster starts at 10 s and goes to 10 min, which nobody wants to wait for
    /// here.
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final int LARGEST_SHIFT = 10;

    private final Map<String, Set<String>> counted = new HashMap<>();
    private final Map<String, Set<String>> ignored = new HashMap<>();
    private final Map<String, Instant> last = new HashMap<>();

    /// Whether the pod had not been seen before.
    synchronized boolean add(String job, JsonNode pod, FailurePolicy.Action action, Instant now) {
        var sets = action == FailurePolicy.Action.IGNORE ? ignored : counted;
        var uid = Meta.of(pod).uid();
        if (known(job, uid)) {
            return false;
        }
        sets.computeIfAbsent(job, _ -> new HashSet<>()).add(uid);
        last.put(job, now);
        return true;
    }

    synchronized int count(String job) {
        return counted.getOrDefault(job, Set.of()).size();
    }

    /// How long the next pod waits. Counted or not, each failure makes it wait longer.
    synchronized Duration backOff(String job, Instant now) {
        var tries = count(job) + ignored.getOrDefault(job, Set.of()).size();
        if (tries == 0) {
            return Duration.ZERO;
        }
        var delay = FIRST_DELAY.multipliedBy(1L << Math.min(tries - 1, LARGEST_SHIFT));
        var end = last.getOrDefault(job, now).plus(delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY);
        return Duration.between(now, end);
    }

    synchronized void forget(String job) {
        counted.remove(job);
        ignored.remove(job);
        last.remove(job);
    }

    private boolean known(String job, String uid) {
        return counted.getOrDefault(job, Set.of()).contains(uid)
                || ignored.getOrDefault(job, Set.of()).contains(uid);
    }
}
