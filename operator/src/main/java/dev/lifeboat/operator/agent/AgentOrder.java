package dev.lifeboat.operator.agent;

import dev.lifeboat.agent.api.Order;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.XenHypervisor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/// An order for one agent.
///
/// @param owner   the resource that the order serves; Job and ConfigMap go with it
/// @param name    of Job and ConfigMap, derived from the owner; up to 63 characters
/// @param pool    whose credentials are mounted, if the order needs a pool
/// @param storage whose credentials or volume are mounted
public record AgentOrder(
        HasMetadata owner, String name, Order order, Optional<XenHypervisor> pool, BackupStorage storage) {

    public AgentOrder {
        if (name.length() > 63) {
            throw new IllegalArgumentException("The name of a Job has up to 63 characters: " + name);
        }
    }

    public String namespace() {
        return owner.getMetadata().getNamespace();
    }
}
