package dev.lifeboat.operator.access;

import dev.lifeboat.crds.Bandwidth;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An even share of a bandwidth for each agent that may run at once. An order holds for hours and nobody talks to an
/// agent at work, so the share is what is right when all of them run: together they are never above the limit, and a
/// lonely one leaves some of it unused.
final class BandwidthShare {
    private BandwidthShare() {}

    /// @param agents that may run at once
    /// @return bytes per second; empty without a limit
    /// @throws IllegalArgumentException the rate is no quantity, or less than a byte a second for each
    static OptionalLong of(@Nullable Bandwidth bandwidth, int agents) {
        if (bandwidth == null) {
            return OptionalLong.empty();
        }
        var share = Quantity.getAmountInBytes(bandwidth.rate())
                .divide(BigDecimal.valueOf(Math.max(1, agents)), RoundingMode.DOWN);
        if (share.compareTo(BigDecimal.ONE) < 0) {
            throw new IllegalArgumentException(
                    "limits.bandwidth.rate " + bandwidth.rate() + " is too little for " + agents + " agents at a time");
        }
        return OptionalLong.of(share.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }
}
