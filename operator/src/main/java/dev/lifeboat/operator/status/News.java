package dev.lifeboat.operator.status;

import dev.lifeboat.crds.Conditioned;
import dev.lifeboat.crds.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a status says that the one before did not: the condition that a person looks at, with another reason.
///
/// @param eventType `Normal` or `Warning`
record News(String eventType, Condition fact) {
    /// Reasons for not being ready that nobody needs to be warned of: it begins, or the user asked for it.
    private static final Set<String> EXPECTED = Set.of("Initializing", "Suspended");

    private static final String NORMAL = "Normal";
    private static final String WARNING = "Warning";

    /// Of what a pass found: to wait, or to go on, is no cause for a warning.
    static Optional<News> of(@Nullable Conditioned before, Conditioned after) {
        return fact(before, after).map(fact -> new News(isBad(fact) ? WARNING : NORMAL, fact));
    }

    /// Of a pass that threw: a warning also where the condition alone does not tell that something is wrong, as of a
    /// backup that is still running.
    static Optional<News> ofProblem(@Nullable Conditioned before, Conditioned after) {
        return fact(before, after).map(fact -> new News(WARNING, fact));
    }

    private static Optional<Condition> fact(@Nullable Conditioned before, Conditioned after) {
        var old = Optional.ofNullable(before).flatMap(News::decisive);
        return decisive(after).filter(fact -> old.stream().noneMatch(it -> sameFact(it, fact)));
    }

    /// `Failed` once it is true, else `Complete` or `Ready`.
    private static Optional<Condition> decisive(Conditioned status) {
        var conditions = status.conditions() == null ? List.<Condition>of() : status.conditions();
        return Conditions.find(conditions, Conditions.FAILED)
                .filter(condition -> condition.getStatus().equals("True"))
                .or(() -> Conditions.find(conditions, Conditions.COMPLETE))
                .or(() -> Conditions.find(conditions, Conditions.READY));
    }

    private static boolean sameFact(Condition old, Condition after) {
        return old.getType().equals(after.getType())
                && old.getStatus().equals(after.getStatus())
                && old.getReason().equals(after.getReason());
    }

    private static boolean isBad(Condition condition) {
        var notReady = condition.getType().equals(Conditions.READY)
                && !condition.getStatus().equals("True")
                && !EXPECTED.contains(condition.getReason());
        return notReady || condition.getType().equals(Conditions.FAILED);
    }
}
