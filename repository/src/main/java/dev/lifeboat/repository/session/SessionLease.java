package dev.lifeboat.repository.session;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.errors.StaleSessionException.Reason;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.SessionDocument;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the store that a writer is at work, again and again; and whether this writer is still the one.
///
/// The lease is a sign of life for whoever deletes. The claim decides between writers of the same order: the
/// highest epoch counts. A writer that is not sure of either commits nothing.
public final class SessionLease {

    /// How long the record holds without being renewed: outlasts a node that is away for a while.
    public static final Duration LEASE = Duration.ofHours(1);

    /// Clocks of writers and of whoever deletes may differ by this much: the writer ends so much earlier.
    public static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration RENEW_AFTER = Duration.ofMinutes(10);

    /// A look whether another writer took over costs two requests, so not before every checkpoint.
    private static final Duration CONFIRM_AFTER = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(SessionLease.class);

    private final ObjectStore store;
    private final Documents documents;
    private final Clock clock;
    private final SessionKeys keys;
    private final BackupHeader header;
    private final WriterClaim claim;
    private final Instant startedAt;
    private final Instant protectedSince;
    private final Optional<List<String>> inheritedTrash;
    private List<String> knownTrash;
    private Instant renewedAt;
    private Instant confirmedAt;
    private boolean ended;

    private SessionLease(ObjectStore store, Documents documents, Clock clock, UUID session, BackupHeader header) {
        this.store = store;
        this.documents = documents;
        this.clock = clock;
        this.keys = new SessionKeys(session);
        this.header = header;
        var former = former();
        var now = clock.instant();
        this.startedAt = former.map(SessionDocument::startedAt).orElse(now);
        var held = former.filter(lease -> !isOver(lease.renewedAt(), lease.leaseSeconds(), now));
        this.protectedSince = held.map(SessionDocument::protectedSince).orElse(now);
        this.inheritedTrash = held.map(SessionDocument::knownTrash);
        this.knownTrash = inheritedTrash.orElse(List.of());
        this.renewedAt = now;
        this.confirmedAt = now;
        // First the sign of life: what the former writer stored is safe from here on.
        write(now);
        this.claim = WriterClaim.take(store, documents, keys, clock);
    }

    /// Begins the session of an order, or takes it over from its former writer, dead or not.
    public static SessionLease take(ObjectStore store, Seals seals, Clock clock, BackupHeader header) {
        return new SessionLease(store, new Documents(seals), clock, Fingerprints.session(seals, header), header);
    }

    /// A session of its own, of something that is no backup but relies on what is there. It knows no trash record.
    public static SessionLease alone(ObjectStore store, Documents documents, Clock clock, BackupHeader header) {
        return new SessionLease(store, documents, clock, UUID.randomUUID(), header);
    }

    public UUID id() {
        return keys.session();
    }

    SessionKeys keys() {
        return keys;
    }

    /// How many writers the session has had, this one included.
    public long epoch() {
        return claim.epoch();
    }

    /// When the first writer of the order began: everything that any of them stored is younger.
    public Instant startedAt() {
        return startedAt;
    }

    /// Since when the session has had a lease without a gap: of what was stored before, packs may be gone.
    Instant protectedSince() {
        return protectedSince;
    }

    /// The trash records that the session knows: it refers to nothing that they name. Those of the former writer, if
    /// its lease still held, since what it has stored may lead to packs that later records name; or else those
    /// that are there now.
    ///
    /// @param present names them
    public synchronized List<String> knownTrash(Supplier<List<String>> present) {
        if (inheritedTrash.isEmpty()) {
            knownTrash = List.copyOf(present.get());
            if (!knownTrash.isEmpty()) {
                var now = clock.instant();
                write(now);
                renewedAt = now;
            }
        }
        return knownTrash;
    }

    /// Called often; writes seldom. A renewal that fails is tried again at the next call.
    public synchronized void renewIfDue() {
        var now = clock.instant();
        if (ended || now.isBefore(renewedAt.plus(RENEW_AFTER)) || isOver(now)) {
            return;
        }
        try {
            claim.confirm();
            write(now);
            renewedAt = now;
        } catch (RepositoryException e) {
            LOG.warn("The lease of {} was not renewed: {}", keys.prefix(), e.getMessage());
        }
    }

    /// Asks the store, unless it was asked a moment ago.
    ///
    /// @throws StaleSessionException if this writer is not the one any more
    synchronized void confirmIfDue() {
        if (!clock.instant().isBefore(confirmedAt.plus(CONFIRM_AFTER))) {
            confirm();
        }
    }

    /// The last look before a commit.
    ///
    /// @throws StaleSessionException if this writer is not the one any more, or what it stored may be gone
    public synchronized void confirm() {
        var now = clock.instant();
        if (isOver(now)) {
            throw new StaleSessionException(
                    keys.prefix(), Reason.EXPIRED, "its lease was last renewed at " + renewedAt + ", and it is " + now);
        }
        claim.confirm();
        confirmedAt = now;
    }

    private boolean isOver(Instant now) {
        return isOver(renewedAt, LEASE.toSeconds(), now);
    }

    private static boolean isOver(Instant renewedAt, long leaseSeconds, Instant now) {
        return !now.isBefore(renewedAt.plusSeconds(leaseSeconds).minus(MARGIN));
    }

    /// The writer stops; its session stays for the next one.
    public synchronized void stop() {
        ended = true;
    }

    /// The session is over: what is left of it goes, the lease last.
    public synchronized void end() {
        ended = true;
        var objects = store.listAll(keys.prefix()).map(ObjectEntry::key).toList();
        objects.stream().filter(key -> !key.equals(keys.lease())).forEach(store::delete);
        store.delete(keys.lease());
    }

    private Optional<SessionDocument> former() {
        try {
            return store.get(keys.lease()).map(content -> read(keys.lease(), content));
        } catch (DamagedException | UnsupportedFormatException e) {
            LOG.warn("The session is begun anew: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private SessionDocument read(ObjectKey key, byte[] content) {
        return documents.read(key, content, DocumentFormat.SESSION, SessionDocument.class);
    }

    private void write(Instant now) {
        var document = new SessionDocument(
                DocumentFormat.SESSION.name(),
                DocumentFormat.SESSION.version(),
                List.of(),
                keys.session(),
                startedAt,
                now,
                LEASE.toSeconds(),
                header.vmUuid(),
                header.pointId().value(),
                knownTrash,
                protectedSince);
        store.put(keys.lease(), documents.write(keys.lease(), document));
    }
}
