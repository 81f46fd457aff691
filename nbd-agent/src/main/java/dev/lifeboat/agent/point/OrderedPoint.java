package dev.lifeboat.agent.point;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.point.PointId;
import dev.lifeboat.repository.point.RecoveryPoint;
import java.util.UUID;

/// The recovery point that an order names.
public record OrderedPoint(UUID vmUuid, String pointId) {

    /// @throws OrderFailedException it is not there
    public RecoveryPoint in(Repository repository) {
        return repository
                .find(vmUuid, new PointId(pointId))
                .orElseThrow(() -> new OrderFailedException(
                        FailureReason.PointMissing,
                        "Recovery point " + pointId + " of VM " + vmUuid
                                + " is not in the repository. Choose one that is"));
    }
}
