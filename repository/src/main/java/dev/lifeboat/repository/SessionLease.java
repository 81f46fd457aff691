package dev.lifeboat.repository;

import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.errors.StaleSessionException.Reason;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.SessionDocument;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/// Says in the store that a writer is at work, and again from time to time.
final class SessionLease {

    /// How long the record holds without being renewed: outlasts a node that is away for a while.
    private static final Duration LEASE = Duration.ofHours(1);

    /// Five renewals may fail before the lease is lost.
    private static final Duration RENEW_AFTER = Duration.ofMinutes(10);

    /// Clocks may differ by so much.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final ObjectStore store;
    private final Documents documents;
    private final Clock clock;
    private final UUID id = UUID.randomUUID();
    private final BackupHeader header;
    private final Instant startedAt;
    private volatile List<String> knownTrash = List.of();
    private final AtomicReference<Instant> renewedAt;

    SessionLease(ObjectStore store, Documents documents, Clock clock, BackupHeader header) {
        this.store = store;
        this.documents = documents;
        this.clock = clock;
        this.header = header;
        this.startedAt = clock.instant();
        this.renewedAt = new AtomicReference<>(startedAt);
        write(startedAt);
    }

    UUID id() {
        return id;
    }

    Instant startedAt() {
        return startedAt;
    }

    /// Says which trash records this session has read. It must not refer to what they name, and so they need not
    /// wait for it.
    void knows(List<String> trash) {
        knownTrash = List.copyOf(trash);
        var now = clock.instant();
        write(now);
        renewedAt.set(now);
    }

    /// Before a commit: whoever deletes may have taken this session for dead.
    void requireValid() {
        var now = clock.instant();
        if (now.isAfter(renewedAt.get().plus(LEASE).minus(MARGIN))) {
            throw new StaleSessionException(
                    key().value(), Reason.EXPIRED, "its lease was last renewed at " + renewedAt + ", and it is " + now);
        }
    }

    /// Called often; writes seldom, and in one thread.
    void renewIfDue() {
        var last = renewedAt.get();
        var now = clock.instant();
        if (now.isAfter(last.plus(RENEW_AFTER)) && now.isBefore(last.plus(LEASE).minus(MARGIN))) {
            write(now);
            renewedAt.compareAndSet(last, now);
        }
    }

    void end() {
        store.delete(key());
    }

    private ObjectKey key() {
        return new ObjectKey(SessionDocument.PREFIX + id + "/lease");
    }

    private void write(Instant now) {
        var document = new SessionDocument(
                DocumentFormat.SESSION.name(),
                DocumentFormat.SESSION.version(),
                List.of(),
                id,
                startedAt,
                now,
                LEASE.toSeconds(),
                header.vmUuid(),
                header.pointId().value(),
                knownTrash);
        store.put(key(), documents.write(key(), document));
    }
}
