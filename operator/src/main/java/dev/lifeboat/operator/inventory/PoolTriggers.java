package dev.lifeboat.operator.inventory;

import dev.lifeboat.crds.XenHypervisor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;

/// Wakes the reconciler of a pool from elsewhere: what it looks at changed, and no resource did.
public final class PoolTriggers {
    private final SimpleInboundEventSource<XenHypervisor> source = new SimpleInboundEventSource<>("pool-trigger");

    /// For the controller that is to be woken, and for one alone.
    public SimpleInboundEventSource<XenHypervisor> source() {
        return source;
    }

    /// Does nothing before the controllers have started.
    public void wake(HasMetadata hypervisor) {
        if (source.isRunning()) {
            source.propagateEvent(ResourceID.fromResource(hypervisor));
        }
    }
}
