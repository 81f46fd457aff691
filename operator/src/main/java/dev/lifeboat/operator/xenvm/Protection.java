package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.operator.selection.InvalidSelectorException;
import dev.lifeboat.operator.selection.Selection;
import dev.lifeboat.xen.VirtualMachine;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which policies protect which VM of one pool. A policy whose selector is invalid protects nothing and says so itself.
final class Protection {
    private final List<Selecting> policies;

    private record Selecting(BackupPolicy policy, Selection selection) {
        String name() {
            return policy.getMetadata().getName();
        }
    }

    /// @param policies that refer to the pool
    Protection(Collection<BackupPolicy> policies) {
        this.policies = policies.stream()
                .flatMap(policy -> selecting(policy).stream())
                .sorted(Comparator.comparing(Selecting::name))
                .toList();
    }

    /// Names of the policies that back this VM up.
    List<String> active(VirtualMachine vm) {
        return selecting(vm)
                .filter(it -> !it.policy().getSpec().suspend())
                .map(Selecting::name)
                .toList();
    }

    /// Names of the policies that would if they were not suspended.
    List<String> suspended(VirtualMachine vm) {
        return selecting(vm)
                .filter(it -> it.policy().getSpec().suspend())
                .map(Selecting::name)
                .toList();
    }

    private Stream<Selecting> selecting(VirtualMachine vm) {
        return policies.stream().filter(it -> it.selection().selects(vm));
    }

    private static Optional<Selecting> selecting(BackupPolicy policy) {
        try {
            return Optional.of(
                    new Selecting(policy, Selection.of(policy.getSpec().selector())));
        } catch (InvalidSelectorException _) {
            return Optional.empty();
        }
    }
}
