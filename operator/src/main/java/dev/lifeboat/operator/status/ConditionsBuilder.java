package dev.lifeboat.operator.status;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds the whole list of a resource's conditions. The time of the last transition stays as it was where the status
/// of a condition stays as it was.
public final class ConditionsBuilder {
    private final List<Condition> previous;
    private final Long generation;
    private final String now;
    private final List<Condition> conditions = new ArrayList<>();

    /// @param previous what the resource's status holds now
    public ConditionsBuilder(@Nullable List<Condition> previous, HasMetadata resource, Clock clock) {
        this.previous = previous == null ? List.of() : previous;
        var known = resource.getMetadata().getGeneration();
        this.generation = known == null ? 0L : known;
        this.now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public ConditionsBuilder isTrue(String type, Reason reason, String message) {
        return with(type, "True", reason, message);
    }

    public ConditionsBuilder isFalse(String type, Reason reason, String message) {
        return with(type, "False", reason, message);
    }

    public ConditionsBuilder isUnknown(String type, Reason reason, String message) {
        return with(type, "Unknown", reason, message);
    }

    /// @param status `True`, `False` or `Unknown`
    public ConditionsBuilder with(String type, String status, Reason reason, String message) {
        var since = Conditions.find(previous, type)
                .filter(condition -> condition.getStatus().equals(status))
                .map(Condition::getLastTransitionTime)
                .orElse(now);
        conditions.add(new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason.name())
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build());
        return this;
    }

    /// As it was, if it was there at all.
    public ConditionsBuilder keep(String type) {
        Conditions.find(previous, type).ifPresent(conditions::add);
        return this;
    }

    public List<Condition> build() {
        return List.copyOf(conditions);
    }
}
