package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.SessionDocument;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Who is writing, as the leases under `sessions/` say, and what the dead have left behind.
///
/// @param running sessions that may still commit
/// @param leftBehind objects of sessions that have been dead for longer than the grace period
/// @param dead how many those are
record Sessions(List<Running> running, List<ObjectKey> leftBehind, int dead) {

    /// Over the end of a lease: clocks that differ, and the last request of a writer that stops in time.
    private static final Duration MARGIN = Duration.ofMinutes(15);

    private static final String LEASE = "lease";

    Sessions {
        running = List.copyOf(running);
        leftBehind = List.copyOf(leftBehind);
    }

    /// A session that may still commit.
    ///
    /// @param knownTrash the trash records that it has read, and borrows nothing of
    record Running(String id, Instant startedAt, Set<String> knownTrash) {

        Running {
            knownTrash = Set.copyOf(knownTrash);
        }
    }

    /// The objects of one session.
    private static final class Folder {
        private final List<ObjectKey> keys = new ArrayList<>();
        private Instant end = Instant.MIN;
        private Instant startedAt = Instant.MAX;
        private Optional<Set<String>> known = Optional.empty();

        void add(ObjectEntry entry) {
            keys.add(entry.key());
            later(entry.modifiedAt());
        }

        void later(Instant time) {
            end = time.isAfter(end) ? time : end;
        }

        /// If it has several leases, it knows what all of them know.
        void lease(SessionDocument document, Instant modifiedAt) {
            later(document.renewedAt().plusSeconds(document.leaseSeconds()).plus(MARGIN));
            later(modifiedAt.plusSeconds(document.leaseSeconds()).plus(MARGIN));
            startedAt = document.startedAt().isBefore(startedAt) ? document.startedAt() : startedAt;
            var both = new HashSet<>(document.knownTrash());
            known.ifPresent(both::retainAll);
            known = Optional.of(both);
        }
    }

    /// @throws IncompleteViewException a lease cannot be read
    static Sessions read(ObjectStore store, Documents documents, Clock clock, Duration grace) {
        var folders = new TreeMap<String, Folder>();
        for (var entry : store.listAll(SessionDocument.PREFIX).toList()) {
            var parts = entry.key().value().split("/", -1);
            var folder = folders.computeIfAbsent(parts[1], _ -> new Folder());
            folder.add(entry);
            if (parts[parts.length - 1].startsWith(LEASE)) {
                lease(store, documents, entry).ifPresent(document -> folder.lease(document, entry.modifiedAt()));
            }
        }
        return judge(folders, clock.instant(), grace);
    }

    private static Sessions judge(TreeMap<String, Folder> folders, Instant now, Duration grace) {
        var running = new ArrayList<Running>();
        var leftBehind = new ArrayList<ObjectKey>();
        int dead = 0;
        for (var session : folders.entrySet()) {
            var folder = session.getValue();
            if (folder.known.isPresent() && folder.end.isAfter(now)) {
                running.add(new Running(session.getKey(), folder.startedAt, folder.known.get()));
            } else if (folder.end.plus(grace).isBefore(now)) {
                leftBehind.addAll(folder.keys);
                dead++;
            }
        }
        return new Sessions(running, leftBehind, dead);
    }

    /// Empty when it has ended since it was listed: then its point, if it made one, is there.
    private static Optional<SessionDocument> lease(ObjectStore store, Documents documents, ObjectEntry entry) {
        try {
            return store.get(entry.key())
                    .map(content ->
                            documents.read(entry.key(), content, DocumentFormat.SESSION, SessionDocument.class));
        } catch (DamagedException | UnsupportedFormatException e) {
            throw new IncompleteViewException(entry.key().value(), String.valueOf(e.getMessage()), e);
        }
    }

    /// Whether every running session knows the record, so that none can come to need what it names.
    boolean know(TrashRecord record) {
        return running.stream().allMatch(session -> session.knownTrash().contains(record.name()));
    }

    /// When the one began that runs for longest.
    Optional<Instant> earliestStart() {
        return running.stream().map(Running::startedAt).min(Instant::compareTo);
    }
}
