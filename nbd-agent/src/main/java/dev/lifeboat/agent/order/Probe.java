package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.ProbeOrder;
import dev.lifeboat.agent.api.ProbeReport;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.repository.ProbeResult;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.errors.RepositoryNotFoundException;
import dev.lifeboat.repository.objectstore.ObjectStore;

/// Tries a storage out, makes it a repository where asked, and says what it holds.
final class Probe {
    private final ProbeOrder order;
    private final Doors doors;

    Probe(ProbeOrder order, Doors doors) {
        this.order = order;
        this.doors = doors;
    }

    /// A repository, and whether it is new.
    private record Opened(Repository repository, boolean created) {}

    ProbeReport run() {
        try (var store = doors.stores().open(order.repository().storage())) {
            var result = Repository.probe(store);
            check(result);
            var opened = open(store);
            return report(opened, result);
        }
    }

    private ProbeReport report(Opened opened, ProbeResult result) {
        var description = opened.repository().description();
        var usage = opened.repository().usage();
        return new ProbeReport(
                order.orderId(),
                description.id().toString(),
                description.formatVersion(),
                description.encryption().map(known -> new Encryption.Seen(known.fingerprint(), known.generation())),
                opened.created(),
                usage.points(),
                usage.logicalBytes(),
                usage.storedBytes(),
                usage.objects(),
                result.steps().stream()
                        .filter(ProbeResult.Step::ok)
                        .map(ProbeResult.Step::name)
                        .toList());
    }

    private static void check(ProbeResult result) {
        result.steps().stream()
                .filter(step -> step.outcome() == ProbeResult.Outcome.FAILED)
                .findFirst()
                .ifPresent(step -> {
                    throw new OrderFailedException(
                            FailureReason.StorageNotWritable,
                            "Trying the storage out failed at '" + step.name() + "': " + step.message());
                });
    }

    private Opened open(ObjectStore store) {
        try {
            var unlock = doors.keys().unlock(order.repository().encryption());
            return new Opened(Repository.open(store, unlock), false);
        } catch (RepositoryNotFoundException e) {
            if (!order.create()) {
                throw e;
            }
            var options = doors.keys().options(order.repository().encryption());
            return new Opened(Repository.openOrCreate(store, options), true);
        }
    }
}
