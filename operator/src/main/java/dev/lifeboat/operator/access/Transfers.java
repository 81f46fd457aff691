package dev.lifeboat.operator.access;

import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.crds.TransferSpec;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.status.Problem;
import io.fabric8.kubernetes.api.model.Quantity;

/// How an agent moves data, from what the XenHypervisor says.
public final class Transfers {
    private Transfers() {}

    /// @throws Problem.InvalidRequest when the settings cannot be used
    public static Transfer of(
            XenHypervisor hypervisor, Transfer.OnUnavailable withoutNbd, Transfer.OnUnavailable withoutCbt) {
        var spec = hypervisor.getSpec().transfer();
        var limits = hypervisor.getSpec().limits();
        try {
            return new Transfer(
                    tls(spec.nbd().tls()),
                    spec.nbd().connectionsPerDisk(),
                    Quantity.getAmountInBytes(spec.nbd().readSize()).intValueExact(),
                    withoutNbd,
                    withoutCbt,
                    BandwidthShare.of(limits.bandwidth(), limits.maxConcurrentVms()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Problem.InvalidRequest(
                    XenHypervisorReason.InvalidSpec,
                    "XenHypervisor " + hypervisor.getMetadata().getName() + ": spec." + e.getMessage(),
                    e);
        }
    }

    private static Transfer.NbdTls tls(TransferSpec.Tls tls) {
        return switch (tls) {
            case Required -> Transfer.NbdTls.Required;
            case Preferred -> Transfer.NbdTls.Preferred;
            case Disabled -> Transfer.NbdTls.Disabled;
        };
    }
}
