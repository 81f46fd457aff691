package dev.lifeboat.repository.session;

import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.errors.StaleSessionException.Reason;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.WriterDocument;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Which of several writers with the same order counts: the one that claimed the highest epoch, by creating its
/// claim where there was none.
final class WriterClaim {

    private final ObjectStore store;
    private final Documents documents;
    private final SessionKeys keys;
    private final long epoch;
    private final UUID writer;

    private WriterClaim(ObjectStore store, Documents documents, SessionKeys keys, long epoch, UUID writer) {
        this.store = store;
        this.documents = documents;
        this.keys = keys;
        this.epoch = epoch;
        this.writer = writer;
    }

    /// From here on, every writer that came before finds that it is not the one.
    static WriterClaim take(ObjectStore store, Documents documents, SessionKeys keys, Clock clock) {
        var writer = UUID.randomUUID();
        long highest = store.listAll(keys.writerPrefix())
                .mapToLong(entry -> SessionKeys.epoch(entry.key()))
                .max()
                .orElse(0);
        for (long epoch = highest + 1; ; epoch++) {
            var claim = new WriterClaim(store, documents, keys, epoch, writer);
            if (claim.create(clock)) {
                return claim;
            }
        }
    }

    long epoch() {
        return epoch;
    }

    /// @throws StaleSessionException if there is a later claim, or this one is gone
    void confirm() {
        var later = store.list(keys.writerPrefix(), Optional.of(key()), 1);
        if (!later.isEmpty()) {
            throw stale("another writer took over: " + later.getFirst().key());
        }
        if (!isMine()) {
            throw stale("another writer ended it");
        }
    }

    /// Whether this call or one of its retries created it.
    private boolean create(Clock clock) {
        var document = new WriterDocument(
                DocumentFormat.WRITER.name(),
                DocumentFormat.WRITER.version(),
                List.of(),
                keys.session(),
                epoch,
                writer,
                clock.instant());
        return store.putIfAbsent(key(), documents.write(key(), document)) || isMine();
    }

    private boolean isMine() {
        return store.get(key())
                .map(content -> documents.read(key(), content, DocumentFormat.WRITER, WriterDocument.class))
                .filter(document -> document.writer().equals(writer))
                .isPresent();
    }

    private ObjectKey key() {
        return keys.writer(epoch);
    }

    private StaleSessionException stale(String happened) {
        return new StaleSessionException(keys.prefix(), Reason.SUPERSEDED, happened);
    }
}
