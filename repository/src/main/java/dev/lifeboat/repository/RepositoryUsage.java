package dev.lifeboat.repository;

import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.export.ExportKey;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Collectors;

/// What a repository takes up.
///
/// @param logicalBytes disk sizes of all points together: what a person would get by restoring them all
/// @param allocatedBytes the same without holes
/// @param storedBytes all objects of the repository together
public record RepositoryUsage(
        long points, long logicalBytes, long allocatedBytes, long packs, long objects, long storedBytes) {

    static RepositoryUsage of(ObjectStore store, List<RecoveryPoint> points) {
        var objects = store.listAll("")
                .filter(entry -> !entry.key().value().startsWith(ExportKey.PREFIX))
                .collect(Collectors.partitioningBy(
                        entry -> entry.key().value().startsWith(PackId.PREFIX),
                        Collectors.summarizingLong(ObjectEntry::sizeBytes)));
        var packs = objects.getOrDefault(true, new LongSummaryStatistics());
        var others = objects.getOrDefault(false, new LongSummaryStatistics());
        return new RepositoryUsage(
                points.size(),
                points.stream().mapToLong(RecoveryPoint::logicalBytes).sum(),
                points.stream().mapToLong(RecoveryPoint::allocatedBytes).sum(),
                packs.getCount(),
                packs.getCount() + others.getCount(),
                packs.getSum() + others.getSum());
    }
}
