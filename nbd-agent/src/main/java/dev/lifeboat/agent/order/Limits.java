package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.BackupOrder;
import dev.lifeboat.agent.api.DeletionOrder;
import dev.lifeboat.agent.api.ExportOrder;
import dev.lifeboat.agent.api.Order;
import dev.lifeboat.agent.api.ProbeOrder;
import dev.lifeboat.agent.api.RestoreOrder;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.objectstore.Bandwidth;
import dev.lifeboat.repository.objectstore.Pace;
import java.util.OptionalLong;

/// The bandwidths that an order allows. Waiting for its turn to send is no standing still.
///
/// @param pool   between the pool's hosts and us, either way, over all disks
/// @param upload to the store
public record Limits(Pace pool, Pace upload) {
    /// What the order says.
    public static Limits of(Order order, ProgressBoard board) {
        var pool = switch (order) {
            case BackupOrder backup -> backup.transfer().bytesPerSecond();
            case RestoreOrder restore -> restore.transfer().bytesPerSecond();
            case ExportOrder _, ProbeOrder _, DeletionOrder _ -> OptionalLong.empty();
        };
        return new Limits(pace(pool, board), pace(order.repository().uploadBytesPerSecond(), board));
    }

    private static Pace pace(OptionalLong bytesPerSecond, ProgressBoard board) {
        if (bytesPerSecond.isEmpty()) {
            return Pace.UNLIMITED;
        }
        var bandwidth = Bandwidth.of(bytesPerSecond.getAsLong());
        return bytes -> {
            bandwidth.take(bytes);
            board.moved();
        };
    }
}
