package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.tls.HostCertificate;

/// A host of the pool: its record, its control domain, and where and as whom it answers.
public record Host(Entity entity, Entity dom0, String name, String address, HostCertificate certificate) {

    @Override
    public String toString() {
        return name + " (" + address + ")";
    }
}
