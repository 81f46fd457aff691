package dev.lifeboat.repository.session;

import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.CheckpointDocument;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.session.SessionKeys.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checkpoints of one session in the store.
///
/// One either says everything or adds to those before it, back to its base; a base makes the former ones
/// superfluous. A reader takes the latest that it can read together with all it builds on.
final class CheckpointFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFiles.class);

    private final ObjectStore store;
    private final Documents documents;
    private final SessionLease lease;
    private final String order;
    private final Set<Place> superfluous = new HashSet<>();

    /// @param order what the checkpoints have to be for
    CheckpointFiles(ObjectStore store, Documents documents, SessionLease lease, String order) {
        this.store = store;
        this.documents = documents;
        this.lease = lease;
        this.order = order;
    }

    /// The latest checkpoint and all that it adds to, in order; empty if there is none for this order.
    List<CheckpointDocument> latest() {
        var places = store.listAll(lease.keys().prefix())
                .flatMap(entry -> SessionKeys.place(entry.key()).stream())
                .sorted(Comparator.comparingLong(Place::epoch)
                        .thenComparingLong(Place::number)
                        .reversed())
                .toList();
        superfluous.addAll(places);
        for (var place : places) {
            var chain = chain(place);
            if (!chain.isEmpty()) {
                return chain;
            }
        }
        return List.of();
    }

    private List<CheckpointDocument> chain(Place last) {
        var chain = new ArrayList<CheckpointDocument>();
        var end = read(last);
        if (end.isEmpty()) {
            return List.of();
        }
        for (long number = end.get().base(); number < last.number(); number++) {
            var link = read(new Place(last.epoch(), number));
            if (link.isEmpty()) {
                return List.of();
            }
            chain.add(link.get());
        }
        chain.add(end.get());
        return chain;
    }

    /// One that cannot be used costs work that is done again; it is no reason to fail a backup.
    private Optional<CheckpointDocument> read(Place place) {
        var key = lease.keys().checkpoint(place);
        try {
            return store.get(key)
                    .map(content -> documents.read(key, content, DocumentFormat.CHECKPOINT, CheckpointDocument.class))
                    .filter(this::isOurs);
        } catch (DamagedException | UnsupportedFormatException e) {
            LOG.warn("A checkpoint is left out: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isOurs(CheckpointDocument document) {
        return document.sessionId().equals(lease.id())
                && document.startedAt().equals(lease.startedAt())
                && document.order().equals(order);
    }

    /// @return how large it is, in bytes
    long write(CheckpointDocument document) {
        var place = new Place(document.epoch(), document.number());
        var key = lease.keys().checkpoint(place);
        var content = documents.write(key, document);
        long size = content.remaining();
        store.put(key, content);
        if (document.base() == document.number()) {
            deleteSuperfluous();
        }
        superfluous.add(place);
        return size;
    }

    String keyOf(CheckpointDocument document) {
        return key(new Place(document.epoch(), document.number())).value();
    }

    String order() {
        return order;
    }

    private ObjectKey key(Place place) {
        return lease.keys().checkpoint(place);
    }

    /// What stays behind here goes with the session.
    private void deleteSuperfluous() {
        try {
            superfluous.forEach(place -> store.delete(key(place)));
        } catch (ObjectStoreException e) {
            LOG.info("Old checkpoints of {} stay for now: {}", lease.keys().prefix(), e.getMessage());
        }
        superfluous.clear();
    }
}
