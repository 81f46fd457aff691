package dev.lifeboat.e2e.quickstart;

import dev.lifeboat.e2e.stack.ForeignPoolClient;
import dev.lifeboat.e2e.stack.Pool;
import dev.lifeboat.e2e.stack.Stack;
import java.time.Instant;
import java.util.List;

/// One VM comes back as a new one, and its disks are compared with the snapshot that they were read from.
///
/// @param pool with both of them
record Restoration(Pool pool, Cluster cluster, Stack stack, Screen screen) {
    private static final String VM = "db-01";

    record Restored(Resource backup, Resource restore) {}

    Restored restore(List<Resource> backups) {
        var source = backups.stream()
                .filter(backup -> backup.text("/status/vm/name").equals(VM))
                .findFirst()
                .orElseThrow(() -> new QuickstartException("No backup of " + VM));
        screen.heading("Restore of " + VM + " as a new VM");
        var since = Instant.now();
        cluster.apply("""
            apiVersion: lifeboat.dev/v1alpha1
            kind: VmRestore
            metadata:
              name: bring-back
              namespace: %s
            spec:
              source:
                backupRef:
                  name: %s
              target:
                hypervisorRef:
                  name: %s
                name: %s (restored)
            """.formatted(Cluster.NAMESPACE, source.name(), Story.POOL, VM));
        var restore = new Waiting(cluster, stack).untilComplete("VmRestore", "bring-back", screen);
        screen.done(
                "restored",
                "%s, %s written"
                        .formatted(restore.text("/status/vm/name"), Text.bytes(restore.number("/status/writtenBytes"))),
                since);
        return new Restored(source, restore);
    }

    void compare(Restored restored) {
        var since = Instant.now();
        var bytes = 0L;
        var disks = 0;
        try (var connection = new ForeignPoolClient(pool)) {
            var comparison = new Comparison(connection);
            for (var disk : restored.backup().json().at("/status/disks")) {
                bytes += comparison.compare(
                        disk.path("snapshotVdiUUID").asText(),
                        vdi(restored.restore(), disk.path("device").asText()));
                disks++;
            }
        }
        screen.done(
                "compared",
                "%d disks, %s: every byte equal, read through the pool's own export"
                        .formatted(disks, Text.bytes(bytes)),
                since);
    }

    private static String vdi(Resource restore, String device) {
        return restore.json()
                .at("/status/disks")
                .valueStream()
                .filter(disk -> disk.path("device").asText().equals(device))
                .map(disk -> disk.path("vdiUUID").asText())
                .findFirst()
                .orElseThrow(() -> new QuickstartException("Disk " + device + " was not restored"));
    }
}
