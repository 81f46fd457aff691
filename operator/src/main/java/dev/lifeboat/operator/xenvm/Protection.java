package dev.lifeboat.operator.xenvm;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.operator.selection.DiskSelection;
import dev.lifeboat.operator.selection.InvalidSelectorException;
import dev.lifeboat.operator.selection.Selection;
import dev.lifeboat.xen.VirtualMachine;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Which policies protect which VM of one pool. A policy whose selector is invalid protects nothing and says so itself.
final class Protection {
    /// As the CRD has it.
    private static final int DEFAULT_MAX_CHAIN_LENGTH = 20;

    private final List<Selecting> policies;

    private record Selecting(BackupPolicy policy, Selection selection, DiskSelection disks) {
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

    /// Disks that none of the active policies backs up, each with the reason as the first of them gives it.
    Map<UUID, String> excluded(VirtualMachine vm) {
        var active =
                selecting(vm).filter(it -> !it.policy().getSpec().suspend()).toList();
        var excluded = new HashMap<UUID, String>();
        for (var disk : vm.disks()) {
            if (!active.isEmpty()
                    && active.stream().allMatch(it -> it.disks().exclusion(disk).isPresent())) {
                var first = active.getFirst();
                first.disks()
                        .exclusion(disk)
                        .ifPresent(why ->
                                excluded.put(disk.vdiUuid(), "BackupPolicy " + first.name() + ": " + why.detail()));
            }
        }
        return excluded;
    }

    /// The fewest images that one of the active policies takes as too many; what is the default where there is none.
    int maxChainLength(VirtualMachine vm) {
        return selecting(vm)
                .filter(it -> !it.policy().getSpec().suspend())
                .mapToInt(it -> it.policy().getSpec().snapshots().maxChainLength())
                .min()
                .orElse(DEFAULT_MAX_CHAIN_LENGTH);
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
            return Optional.of(new Selecting(
                    policy,
                    Selection.of(policy.getSpec().selector()),
                    DiskSelection.of(policy.getSpec().disks())));
        } catch (InvalidSelectorException _) {
            return Optional.empty();
        }
    }
}
