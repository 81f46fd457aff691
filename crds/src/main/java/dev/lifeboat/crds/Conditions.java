package dev.lifeboat.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/// Reads conditions; the one place that knows how they are found in a list.
public final class Conditions {
    public static final String READY = "Ready";
    public static final String COMPLETE = "Complete";
    public static final String FAILED = "Failed";

    private Conditions() {}

    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    public static boolean isTrue(List<Condition> conditions, String type) {
        return find(conditions, type)
                .filter(condition -> condition.getStatus().equals("True"))
                .isPresent();
    }

    /// Whether the condition is there for this reason.
    public static boolean says(List<Condition> conditions, String type, Reason reason) {
        return find(conditions, type)
                .filter(condition -> condition.getReason().equals(reason.name()))
                .isPresent();
    }
}
