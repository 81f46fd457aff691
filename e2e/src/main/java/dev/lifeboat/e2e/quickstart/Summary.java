package dev.lifeboat.e2e.quickstart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person wants to know at the end.
final class Summary {
    private static final List<String> HEADER = List.of("RUN", "VMS", "DISKS", "READ", "NEW", "STORED", "TIME", "RATE");

    private final Screen screen;
    private final Cluster cluster;
    private final String storage;

    Summary(Screen screen, Cluster cluster, String storage) {
        this.screen = screen;
        this.cluster = cluster;
        this.storage = storage;
    }

    void print(List<Resource> full, List<Resource> incremental) {
        screen.heading("In short");
        var rows = new ArrayList<List<String>>();
        rows.add(row("full", full));
        rows.add(row("incremental", incremental));
        screen.settle(Text.table(HEADER, rows));
        screen.say("  " + dedup(full, incremental));
        cluster.find("BackupStorage", storage).ifPresent(found -> screen.say("  Kept in " + place(found)));
    }

    private static String dedup(List<Resource> full, List<Resource> incremental) {
        var logical = sum(full, "/status/size/logicalBytes") + sum(incremental, "/status/size/logicalBytes");
        var stored = sum(full, "/status/size/storedBytes") + sum(incremental, "/status/size/storedBytes");
        return String.format(
                Locale.ROOT,
                "%d recovery points, each complete by itself: %s in %s (%.1fx)",
                full.size() + incremental.size(),
                Text.bytes(logical),
                Text.bytes(stored),
                (double) logical / Math.max(1, stored));
    }

    /// The built-in cluster keeps a claim's volume in a folder that can be looked at.
    private String place(Resource found) {
        var folder = Optional.of(found.text("/spec/provider/filesystem/claimName"))
                .filter(claim -> !claim.isEmpty())
                .flatMap(cluster::volumeFolder);
        return found.text("/status/location") + folder.map(path -> ": " + path).orElse("");
    }

    private static List<String> row(String name, List<Resource> run) {
        var seconds = seconds(run);
        var read = sum(run, "/status/size/readBytes");
        return List.of(
                name,
                Integer.toString(run.size()),
                Text.bytes(sum(run, "/status/size/logicalBytes")),
                Text.bytes(read),
                Text.bytes(sum(run, "/status/size/newBytes")),
                Text.bytes(sum(run, "/status/size/storedBytes")),
                seconds + " s",
                Text.rate(read, seconds));
    }

    /// From the first start to the last end: VMs are backed up side by side.
    private static long seconds(List<Resource> run) {
        var started = run.stream().map(backup -> Instant.parse(backup.text("/status/startedAt")));
        var finished = run.stream().map(backup -> Instant.parse(backup.text("/status/finishedAt")));
        return Duration.between(
                        started.min(Comparator.naturalOrder()).orElseThrow(),
                        finished.max(Comparator.naturalOrder()).orElseThrow())
                .toSeconds();
    }

    private static long sum(List<Resource> run, String pointer) {
        return run.stream().mapToLong(backup -> backup.number(pointer)).sum();
    }
}
