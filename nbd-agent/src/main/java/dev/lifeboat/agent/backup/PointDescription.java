package dev.lifeboat.agent.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.PointHeader;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.point.ExcludedDisks;
import dev.lifeboat.repository.point.Attachment;
import dev.lifeboat.repository.point.BackupHeader;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// What a recovery point says of its VM besides the disks: enough to make the VM again.
///
/// @param records  of the snapshot, under the live VM's name
/// @param exported the pool's own metadata of it, where the pool gives it
record PointDescription(PointHeader point, JsonNode records, Optional<Attachment> exported) {

    /// @throws OrderFailedException the snapshot is gone
    static PointDescription read(XenPool pool, PointHeader point) {
        var records = new ObjectMapper().valueToTree(records(pool, point).tree());
        return new PointDescription(point, records, new ExportedMetadata(pool).of(point.snapshotUuid()));
    }

    private static VmRecords records(XenPool pool, PointHeader point) {
        try {
            var tree = new TreeMap<>(pool.readRecords(point.snapshotUuid()).tree());
            if (tree.get("vm") instanceof Map<?, ?> vm) {
                var renamed = new TreeMap<String, Object>();
                vm.forEach((key, value) -> renamed.put(String.valueOf(key), value));
                renamed.put("name_label", point.vmName());
                tree.put("vm", renamed);
            }
            return new VmRecords(tree);
        } catch (XapiException e) {
            throw snapshotGone(point.snapshotUuid(), e);
        }
    }

    /// @param archive the description in the archive that the disks come in, if they do
    BackupHeader header(Optional<Attachment> archive) {
        return new BackupHeader(
                new PointId(point.pointId()),
                point.vmUuid(),
                point.vmName(),
                point.poolUuid(),
                point.poolName(),
                point.pointInTime(),
                point.labels(),
                records,
                ExcludedDisks.of(point),
                Stream.of(exported, archive).flatMap(Optional::stream).toList());
    }

    /// The failure itself where the snapshot is not what is missing.
    static RuntimeException snapshotGone(UUID snapshot, XapiException failure) {
        return failure.kind() == XenException.Kind.GONE
                ? new OrderFailedException(
                        FailureReason.SnapshotGone,
                        "Snapshot " + snapshot + " is gone from the pool: " + Failures.sentence(failure)
                                + ". Take a new one",
                        failure)
                : failure;
    }
}
