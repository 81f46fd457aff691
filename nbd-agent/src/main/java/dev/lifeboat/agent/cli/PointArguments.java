package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which recovery point of which repository.
final class PointArguments {

    @Mixin
    private RepositoryArguments repository = new RepositoryArguments();

    @Option(names = "--vm", paramLabel = "UUID", required = true, description = "The virtual machine's UUID.")
    private UUID vm = new UUID(0, 0);

    @Option(
            names = "--point",
            paramLabel = "ID",
            description = "The recovery point's id, as 'repository points' shows it. Without it, the newest.")
    private @Nullable String point;

    /// @throws dev.lifeboat.repository.errors.RepositoryException it cannot be opened
    Repository open(Terminal terminal) {
        return repository.open(terminal);
    }

    /// @throws CommandFailedException there is none
    RecoveryPoint find(Repository opened) {
        if (point != null) {
            return opened.find(vm, id(point)).orElseThrow(() -> notFound("recovery point " + point, vm));
        }
        return opened.points(vm).stream()
                .max(Comparator.comparing(RecoveryPoint::pointInTime).thenComparing(RecoveryPoint::committedAt))
                .orElseThrow(() -> notFound("recovery point", vm));
    }

    static CommandFailedException notFound(String what, UUID vm) {
        return new CommandFailedException(
                Exit.NOT_FOUND,
                "There is no " + what + " of virtual machine " + vm
                        + "; 'lifeboat repository points' lists what there is");
    }

    /// @throws CommandFailedException it is none
    static PointId id(String text) {
        try {
            return new PointId(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "'" + text + "' is no id of a recovery point: up to 64 small letters, digits and hyphens",
                    e);
        }
    }

    /// By device or disk UUID; the only one needs no name.
    ///
    /// @throws CommandFailedException there is none, or more than one
    static DiskImage disk(RecoveryPoint point, @Nullable String wanted) {
        List<DiskImage> found = point.disks().stream()
                .filter(disk -> wanted == null
                        || disk.device().equals(wanted)
                        || disk.vdiUuid().toString().equals(wanted))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        var all = point.disks().stream()
                .map(disk -> disk.device() + " (" + disk.name() + ")")
                .collect(Collectors.joining(", "));
        throw wanted == null
                ? new CommandFailedException(
                        Exit.USAGE,
                        "The point has " + point.disks().size() + " disks: choose with --disk one of " + all)
                : new CommandFailedException(
                        Exit.NOT_FOUND, "Recovery point " + point.id() + " has no disk " + wanted + ", only " + all);
    }
}
