package dev.lifeboat.xen;

import java.util.List;

/// A pool at one moment.
///
/// @param vms ordinary VMs: no templates, snapshots or control domains
public record Inventory(
        Pool pool,
        List<Host> hosts,
        List<StorageRepository> storageRepositories,
        List<Network> networks,
        List<VirtualMachine> vms) {

    public Inventory {
        hosts = List.copyOf(hosts);
        storageRepositories = List.copyOf(storageRepositories);
        networks = List.copyOf(networks);
        vms = List.copyOf(vms);
    }
}
