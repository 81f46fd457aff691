package dev.lifeboat.devcluster.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The different requests seen so far. Equal ones count once, so that a long run does not grow it.
final class RequestLog {
    private final Set<RecordedRequest> seen = new LinkedHashSet<>();

    synchronized void add(RecordedRequest request) {
        seen.add(request);
    }

    synchronized List<RecordedRequest> all() {
        return List.copyOf(seen);
    }

    synchronized void clear() {
        seen.clear();
    }
}
