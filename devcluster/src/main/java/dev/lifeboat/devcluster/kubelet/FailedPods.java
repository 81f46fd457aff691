package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.devcluster.json.Meta;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The failures of each job, remembered beyond the pods: a failed pod that someone deletes still counts.
final class FailedPods {
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

    /// Counted or not: each makes the next try wait longer.
    synchronized int tries(String job) {
        return count(job) + ignored.getOrDefault(job, Set.of()).size();
    }

    synchronized Optional<Instant> last(String job) {
        return Optional.ofNullable(last.get(job));
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
