package dev.lifeboat.operator.queue;

import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.Conditioned;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.XenHypervisor;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What keeps something that is referred to from being used.
///
/// @param message for people, with what to do
public record Obstacle(Kind kind, String message) {
    public enum Kind {
        Missing,
        NotReady
    }

    /// @param field that names it
    public static Optional<Obstacle> of(Optional<XenHypervisor> hypervisor, String name, String field) {
        if (hypervisor.isEmpty()) {
            return missing("XenHypervisor " + name, field);
        }
        if (hypervisor.get().getSpec().suspend()) {
            return Optional.of(new Obstacle(
                    Kind.NotReady, "XenHypervisor " + name + " is suspended; set its spec.suspend to false."));
        }
        return notReady("XenHypervisor " + name, hypervisor.get().getStatus());
    }

    /// Whether the last try to reach the pool failed, or there was none yet. A suspended pool may be cleaned up.
    public static boolean unreachable(XenHypervisor hypervisor) {
        return notReady("", hypervisor.getStatus()).isPresent()
                && !(hypervisor.getSpec().suspend()
                        && Conditions.isTrue(conditions(hypervisor.getStatus()), "Reachable"));
    }

    private static List<Condition> conditions(@Nullable Conditioned status) {
        return status == null || status.conditions() == null ? List.of() : status.conditions();
    }

    /// @param field that names it
    public static Optional<Obstacle> ofStorage(Optional<BackupStorage> storage, String name, String field) {
        return storage.isEmpty()
                ? missing("BackupStorage " + name, field)
                : notReady("BackupStorage " + name, storage.get().getStatus());
    }

    private static Optional<Obstacle> missing(String what, String field) {
        return Optional.of(
                new Obstacle(Kind.Missing, what + " of " + field + " does not exist in this namespace; create it."));
    }

    private static Optional<Obstacle> notReady(String what, @Nullable Conditioned status) {
        var ready = Optional.ofNullable(status)
                .map(Conditioned::conditions)
                .or(() -> Optional.of(List.<Condition>of()))
                .flatMap(conditions -> Conditions.find(conditions, Conditions.READY));
        return ready.filter(condition -> condition.getStatus().equals("True")).isPresent()
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        Kind.NotReady,
                        what + " is not ready: "
                                + ready.map(Condition::getMessage).orElse("it was not looked at yet.")));
    }
}
