package dev.lifeboat.repository;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.PointTrash;
import dev.lifeboat.repository.point.Points;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.repository.session.SessionLease;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Brings a deleted point back, as a session: from the moment its copy is found until its manifest is there, nothing
/// that it needs may go.
final class Undeletion {

    private final ObjectStore store;
    private final Documents documents;
    private final Points points;
    private final PointTrash trash;
    private final Clock clock;

    Undeletion(ObjectStore store, Documents documents, Points points, PointTrash trash, Clock clock) {
        this.store = store;
        this.documents = documents;
        this.points = points;
        this.trash = trash;
        this.clock = clock;
    }

    Optional<RecoveryPoint> run(UUID vm, PointId id) {
        var lease = SessionLease.alone(store, documents, clock, header(vm, id));
        try {
            return trash.find(vm, id).flatMap(trashed -> {
                lease.confirm();
                return trash.restore(trashed).flatMap(point -> points.find(vm, id));
            });
        } finally {
            lease.end();
        }
    }

    /// A lease says for which point it is; the rest is not known before the copy is read, and not needed.
    private BackupHeader header(UUID vm, PointId id) {
        return new BackupHeader(
                id,
                vm,
                "",
                new UUID(0, 0),
                "",
                clock.instant(),
                Map.of(),
                JsonNodeFactory.instance.objectNode(),
                List.of(),
                List.of());
    }
}
