package dev.lifeboat.e2e.quickstart;

import dev.lifeboat.e2e.stack.Stack;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Watches the backups of one run of a policy, as a table that is drawn again while they go on.
final class BackupRuns {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<String> HEADER =
            List.of("VM", "PHASE", "TYPE", "DONE", "READ", "NEW", "STORED", "TIME", "WHY ALL WAS READ");

    private final Cluster cluster;
    private final Screen screen;
    private final Waiting waiting;

    BackupRuns(Cluster cluster, Screen screen, Stack stack) {
        this.cluster = cluster;
        this.screen = screen;
        this.waiting = new Waiting(cluster, stack);
    }

    /// Waits until as many backups as the policy selects VMs are complete, beside those that were there before.
    ///
    /// @throws QuickstartException when one fails, with its condition
    List<Resource> await(String policy, Collection<String> before) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var selected = cluster.find("BackupPolicy", policy);
            var run = backups(policy, before);
            screen.draw(table(run));
            run.stream().filter(backup -> backup.is("Failed")).findFirst().ifPresent(failed -> {
                screen.settle(table(run));
                throw new QuickstartException(failed.describe() + ": " + failed.why());
            });
            var wanted =
                    selected.map(found -> found.number("/status/selected/vms")).orElse(0L);
            if (wanted > 0 && run.size() >= wanted && run.stream().allMatch(backup -> backup.is("Complete"))) {
                screen.settle(table(run));
                return run;
            }
            waiting.checkAlive();
            if (System.nanoTime() > deadline) {
                throw new QuickstartException(stuck(policy, selected.map(Resource::why), run));
            }
            Waiting.pause();
        }
    }

    private static String stuck(String policy, Optional<String> why, List<Resource> run) {
        return run.stream()
                .filter(backup -> !backup.is("Complete"))
                .findFirst()
                .map(backup -> backup.describe() + " is not complete: " + backup.why())
                .orElse("BackupPolicy " + policy + " made no backups: " + why.orElse("it does not exist"));
    }

    private List<Resource> backups(String policy, Collection<String> before) {
        return cluster.list("VmBackup", Map.of("lifeboat.dev/policy", policy)).stream()
                .filter(backup -> !before.contains(backup.name()))
                .sorted(Comparator.comparing(Resource::name))
                .toList();
    }

    private static List<String> table(List<Resource> run) {
        return Text.table(HEADER, run.stream().map(BackupRuns::row).toList());
    }

    private static List<String> row(Resource backup) {
        var finished = backup.is("Complete");
        return List.of(
                backup.text("/status/vm/name"),
                backup.text("/status/phase"),
                backup.text("/status/effective/type"),
                finished ? "100 %" : backup.text("/status/progress/percentText"),
                finished ? Text.bytes(backup.number("/status/size/readBytes")) : "",
                finished ? Text.bytes(backup.number("/status/size/newBytes")) : "",
                finished ? Text.bytes(backup.number("/status/size/storedBytes")) : "",
                finished ? backup.number("/status/durationSeconds") + " s" : "",
                backup.text("/status/effective/fullReason"));
    }
}
