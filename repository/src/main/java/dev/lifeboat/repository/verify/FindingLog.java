package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.verify.Finding.Kind;
import dev.lifeboat.repository.verify.Finding.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Gathers findings, each once however often it is met, and the points each of them touches. Bounded; safe
/// for any number of threads.
final class FindingLog {

    private static final int MOST_FINDINGS = 10_000;
    private static final int MOST_POINTS_OF_A_FINDING = 1000;

    /// What a finding is about.
    record Subject(Kind kind, String objectKey, Optional<String> chunk) {

        static Subject of(Kind kind, String objectKey) {
            return new Subject(kind, objectKey, Optional.empty());
        }
    }

    private record Entry(Problem problem, String found, Set<String> manifestKeys) {}

    private final Map<Subject, Entry> entries = new LinkedHashMap<>();
    private long beyond;

    synchronized Subject add(Subject subject, Problem problem, String found) {
        if (entries.containsKey(subject)) {
            return subject;
        }
        if (entries.size() < MOST_FINDINGS) {
            entries.put(subject, new Entry(problem, found, new TreeSet<>()));
        } else {
            beyond++;
        }
        return subject;
    }

    synchronized void touch(Subject subject, String manifestKey) {
        var entry = entries.get(subject);
        if (entry != null && entry.manifestKeys().size() < MOST_POINTS_OF_A_FINDING) {
            entry.manifestKeys().add(manifestKey);
        }
    }

    /// Forgets a point that was deleted meanwhile, and what was found missing for its sake alone.
    synchronized void forget(String manifestKey) {
        entries.values()
                .removeIf(entry -> entry.manifestKeys().remove(manifestKey)
                        && entry.manifestKeys().isEmpty()
                        && entry.problem() == Problem.MISSING);
    }

    /// Marks of what no point needs any more are nothing to worry about.
    synchronized void forgetMarksWithoutPoints() {
        entries.values()
                .removeIf(entry -> entry.problem() == Problem.MARKED
                        && entry.manifestKeys().isEmpty());
    }

    synchronized long count() {
        return entries.size() + beyond;
    }

    synchronized List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        entries.forEach((subject, entry) -> findings.add(new Finding(
                subject.kind(),
                entry.problem(),
                subject.objectKey(),
                subject.chunk(),
                entry.found(),
                List.copyOf(entry.manifestKeys()))));
        return findings;
    }
}
