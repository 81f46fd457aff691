package dev.lifeboat.repository.prune;

import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.KeptDocument;
import dev.lifeboat.repository.manifest.TrashDocument;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The trash records of a repository. None is ever changed: what a later run finds out is added as a note, so
/// that a write that lands late can do no harm.
///
/// FORMAT.md, "Trash".
public final class TrashRecords {

    /// Keeps a record below a megabyte.
    private static final int MOST_PACKS = 20_000;

    private static final Pattern NAME = Pattern.compile("[0-9]{16}-[0-9]{4}");

    private final ObjectStore store;
    private final Documents documents;

    public TrashRecords(ObjectStore store, Documents documents) {
        this.store = store;
        this.documents = documents;
    }

    /// What the records are called that are there now. A session says in its lease which it knows.
    public List<String> names() {
        return store.listAll(TrashDocument.PREFIX).map(TrashRecords::name).toList();
    }

    private static String name(ObjectEntry entry) {
        return entry.key().value().substring(TrashDocument.PREFIX.length());
    }

    /// All packs that these records name, whether a later note has taken them out or not: no new reference to
    /// any of them may be made. A record that is gone has been carried out.
    public Set<PackId> packsOf(Collection<String> names) {
        var packs = new HashSet<PackId>();
        for (var name : names) {
            document(new ObjectKey(TrashDocument.PREFIX + name)).ifPresent(document -> {
                packs.addAll(ids(document.unneeded()));
                packs.addAll(ids(document.sparse()));
            });
        }
        return packs;
    }

    /// All of them, with their notes.
    List<TrashRecord> read() {
        var kept = readKept();
        var records = new ArrayList<TrashRecord>();
        for (var entry : store.listAll(TrashDocument.PREFIX).toList()) {
            var name = name(entry);
            if (!NAME.matcher(name).matches()) {
                throw new IncompleteViewException(entry.key().value(), "no name of a trash record", null);
            }
            readable(entry.key(), () -> document(entry.key())).ifPresent(document -> {
                records.add(record(name, entry.modifiedAt(), document, kept.getOrDefault(name, Set.of())));
            });
        }
        return records;
    }

    private static TrashRecord record(String name, Instant modifiedAt, TrashDocument document, Set<PackId> kept) {
        var since = modifiedAt.isAfter(document.writtenAt()) ? modifiedAt : document.writtenAt();
        return new TrashRecord(
                name, since, ids(document.unneeded()), ids(document.sparse()), kept, document.purgedPoints() > 0);
    }

    private Map<String, Set<PackId>> readKept() {
        var kept = new HashMap<String, Set<PackId>>();
        for (var entry : store.listAll(KeptDocument.PREFIX).toList()) {
            readable(
                            entry.key(),
                            () -> store.get(entry.key())
                                    .map(content -> documents.read(
                                            entry.key(), content, DocumentFormat.KEPT, KeptDocument.class)))
                    .ifPresent(document -> kept.computeIfAbsent(document.record(), _ -> new HashSet<>())
                            .addAll(ids(document.packs())));
        }
        return kept;
    }

    private Optional<TrashDocument> document(ObjectKey key) {
        return store.get(key).map(content -> documents.read(key, content, DocumentFormat.TRASH, TrashDocument.class));
    }

    private interface Reading<T> {
        Optional<T> read();
    }

    private static <T> Optional<T> readable(ObjectKey key, Reading<T> reading) {
        try {
            return reading.read();
        } catch (DamagedException | UnsupportedFormatException | IllegalArgumentException e) {
            throw new IncompleteViewException(key.value(), String.valueOf(e.getMessage()), e);
        }
    }

    private static List<PackId> ids(List<String> names) {
        return names.stream().map(PackId::parse).toList();
    }

    /// Names packs, in as many records as it takes.
    ///
    /// @param purgedPoints about to be purged; if there are any, a record is written in any case
    /// @param before called before each put
    void write(long epoch, Instant now, List<PackId> unneeded, List<PackId> sparse, int purgedPoints, Runnable before) {
        int number = 0;
        int end = Math.max(Math.min(1, purgedPoints), Math.max(unneeded.size(), sparse.size()));
        for (int from = 0; from < end; from += MOST_PACKS) {
            var key = new ObjectKey(TrashDocument.PREFIX + "%016d-%04d".formatted(epoch, number++));
            before.run();
            store.put(
                    key,
                    documents.write(
                            key,
                            new TrashDocument(
                                    DocumentFormat.TRASH.name(),
                                    DocumentFormat.TRASH.version(),
                                    List.of(),
                                    epoch,
                                    now,
                                    part(unneeded, from),
                                    part(sparse, from),
                                    purgedPoints)));
        }
    }

    private static List<String> part(List<PackId> packs, int from) {
        return packs.stream().skip(from).limit(MOST_PACKS).map(PackId::toString).toList();
    }

    /// Notes that these packs of a record are needed after all.
    void keep(long epoch, TrashRecord record, List<PackId> packs) {
        var key = new ObjectKey(KeptDocument.PREFIX + record.name() + "/" + "%016d".formatted(epoch));
        store.put(
                key,
                documents.write(
                        key,
                        new KeptDocument(
                                DocumentFormat.KEPT.name(),
                                DocumentFormat.KEPT.version(),
                                List.of(),
                                epoch,
                                record.name(),
                                packs.stream().map(PackId::toString).toList())));
    }

    static ObjectKey key(TrashRecord record) {
        return new ObjectKey(TrashDocument.PREFIX + record.name());
    }

    /// Notes whose records are not among these.
    List<ObjectKey> orphanedNotes(Set<String> records) {
        return store.listAll(KeptDocument.PREFIX)
                .map(ObjectEntry::key)
                .filter(key -> !records.contains(key.value().split("/", -1)[2]))
                .toList();
    }
}
