package dev.lifeboat.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;

/// The directory that one start of a pool has for itself.
final class PoolDirectory {
    private PoolDirectory() {}

    static Path create(DataLocation location) throws IOException {
        var chosen = location.directory();
        var parent = Files.createDirectories(
                chosen.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "lifeboat-simulator")));
        return parent.resolve("pool-" + UUID.randomUUID());
    }

    /// Only what this start has made: a data directory that holds anything else stays.
    static void remove(Path directory, DataLocation location) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
        location.directory().ifPresent(PoolDirectory::deleteIfEmpty);
    }

    private static void deleteIfEmpty(Path directory) {
        try (var entries = Files.list(directory)) {
            if (entries.findAny().isEmpty()) {
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
