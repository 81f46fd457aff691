package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.DeletionOrder;
import dev.lifeboat.agent.api.DeletionReport;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.point.PointId;

/// Removes one recovery point.
final class Deletion {
    private final DeletionOrder order;
    private final Repository repository;

    Deletion(DeletionOrder order, Repository repository) {
        this.order = order;
        this.repository = repository;
    }

    DeletionReport run() {
        var point = new PointId(order.pointId());
        boolean existed = repository.find(order.vmUuid(), point).isPresent();
        repository.deletePoint(order.vmUuid(), point);
        return new DeletionReport(order.orderId(), existed);
    }
}
