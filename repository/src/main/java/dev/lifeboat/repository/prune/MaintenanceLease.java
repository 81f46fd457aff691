package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.errors.ClockDiffersException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.errors.MaintenanceBusyException;
import dev.lifeboat.repository.errors.MaintenanceLostException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.MaintenanceDocument;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The right to delete: one holder at a time, under an epoch that grows with each.
///
/// FORMAT.md, "Maintenance lease". Taken with a conditional put of the next epoch; the holder looks for a higher
/// one before each batch of deletions.
public final class MaintenanceLease {

    /// How long the record holds without being renewed.
    public static final Duration LEASE = Duration.ofMinutes(30);

    /// By so much clocks may differ, and so long a batch may take after it was allowed.
    static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration RENEW_AFTER = Duration.ofMinutes(5);

    private static final Pattern NAME = Pattern.compile(MaintenanceDocument.PREFIX + "([0-9]{16})");

    private static final String HELD = "held";
    private static final String ENDED = "ended";

    private final ObjectStore store;
    private final Documents documents;
    private final Clock clock;
    private final long epoch;
    private final String host;
    private final UUID holder = UUID.randomUUID();
    private final Instant startedAt;
    private Instant renewedAt;

    private MaintenanceLease(ObjectStore store, Documents documents, Clock clock, long epoch, String host) {
        this.store = store;
        this.documents = documents;
        this.clock = clock;
        this.epoch = epoch;
        this.host = host;
        this.startedAt = clock.instant();
        this.renewedAt = startedAt;
    }

    /// @param host for people: where this runs
    /// @throws MaintenanceBusyException somebody else holds it
    /// @throws IncompleteViewException a lease cannot be read, so nobody knows whether somebody else holds it
    /// @throws ClockDiffersException the clock here and that of the store are too far apart
    public static MaintenanceLease take(ObjectStore store, Documents documents, Clock clock, String host) {
        var former = epochs(store);
        if (!former.isEmpty()) {
            requireFree(store, documents, clock, former.getLast());
        }
        long next = former.isEmpty() ? 1 : epochOf(former.getLast().key()) + 1;
        var lease = new MaintenanceLease(store, documents, clock, next, host);
        lease.create();
        return lease;
    }

    private static List<ObjectEntry> epochs(ObjectStore store) {
        var all = store.listAll(MaintenanceDocument.PREFIX).toList();
        all.forEach(entry -> epochOf(entry.key()));
        return all;
    }

    private static long epochOf(ObjectKey key) {
        var match = NAME.matcher(key.value());
        if (!match.matches()) {
            throw new IncompleteViewException(key.value(), "no name of a maintenance lease", null);
        }
        return Long.parseLong(match.group(1));
    }

    private static void requireFree(ObjectStore store, Documents documents, Clock clock, ObjectEntry last) {
        var now = clock.instant();
        try {
            store.get(last.key())
                    .map(content ->
                            documents.read(last.key(), content, DocumentFormat.MAINTENANCE, MaintenanceDocument.class))
                    .filter(document -> !document.state().equals(ENDED))
                    .filter(document -> end(document, last).isAfter(now))
                    .ifPresent(document -> {
                        throw new MaintenanceBusyException(
                                last.key().value(),
                                document.host() + " since " + document.startedAt() + ", until " + end(document, last)
                                        + " at most");
                    });
        } catch (DamagedException e) {
            // Nobody can say what it says; it was written by somebody who renews it if alive.
            if (last.modifiedAt().plus(LEASE.multipliedBy(2)).isAfter(now)) {
                throw new IncompleteViewException(last.key().value(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    /// By the later of the two clocks that were looked at when it was written.
    private static Instant end(MaintenanceDocument document, ObjectEntry entry) {
        var written = document.renewedAt().isAfter(entry.modifiedAt()) ? document.renewedAt() : entry.modifiedAt();
        return written.plusSeconds(document.leaseSeconds()).plus(MARGIN);
    }

    private void create() {
        var key = key();
        if (!store.putIfAbsent(key, document(HELD)) && !isMine(key)) {
            throw new MaintenanceBusyException(key.value(), "another one who came first");
        }
        checkClock(key);
    }

    /// The answer to a first try may have been lost.
    private boolean isMine(ObjectKey key) {
        return store.get(key)
                .map(content -> documents.read(key, content, DocumentFormat.MAINTENANCE, MaintenanceDocument.class))
                .filter(document -> document.holder().equals(holder))
                .isPresent();
    }

    private void checkClock(ObjectKey key) {
        var written = store.listAll(key.value())
                .map(ObjectEntry::modifiedAt)
                .findFirst()
                .orElse(startedAt);
        var now = clock.instant();
        if (written.isBefore(startedAt.minus(MARGIN)) || written.isAfter(now.plus(MARGIN))) {
            end();
            throw new ClockDiffersException(store.describe(), now, written);
        }
    }

    public long epoch() {
        return epoch;
    }

    ObjectKey key() {
        return new ObjectKey(MaintenanceDocument.PREFIX + "%016d".formatted(epoch));
    }

    /// Called often; writes seldom.
    synchronized void renewIfDue() {
        requireValid();
        if (clock.instant().isAfter(renewedAt.plus(RENEW_AFTER))) {
            renew();
        }
    }

    private void renew() {
        var now = clock.instant();
        var before = renewedAt;
        renewedAt = now;
        try {
            store.put(key(), document(HELD));
        } catch (RuntimeException e) {
            renewedAt = before;
            throw e;
        }
    }

    /// Before each batch of deletions, and before each object that replaces another one.
    ///
    /// @throws MaintenanceLostException it must not be sent
    synchronized void check() {
        requireValid();
        var higher = store.list(MaintenanceDocument.PREFIX, Optional.of(key()), 1);
        if (!higher.isEmpty()) {
            throw new MaintenanceLostException(
                    key().value(), higher.getFirst().key().value() + " has taken over");
        }
        renewIfDue();
    }

    /// By this machine's clock alone: asks nobody.
    synchronized void requireValid() {
        var now = clock.instant();
        if (now.isAfter(renewedAt.plus(LEASE).minus(MARGIN)) || now.isBefore(startedAt.minus(MARGIN))) {
            throw new MaintenanceLostException(
                    key().value(), "its lease, renewed last at " + renewedAt + ", may have run out");
        }
    }

    /// Leases of earlier epochs. This one stays when it has ended: the next epoch is counted from it.
    List<ObjectKey> formerKeys() {
        return epochs(store).stream()
                .map(ObjectEntry::key)
                .filter(key -> epochOf(key) < epoch)
                .toList();
    }

    /// Lets others in at once.
    synchronized void end() {
        store.put(key(), document(ENDED));
    }

    private ByteBuffer document(String state) {
        return documents.write(
                key(),
                new MaintenanceDocument(
                        DocumentFormat.MAINTENANCE.name(),
                        DocumentFormat.MAINTENANCE.version(),
                        List.of(),
                        epoch,
                        holder,
                        host,
                        startedAt,
                        renewedAt,
                        LEASE.toSeconds(),
                        state));
    }
}
