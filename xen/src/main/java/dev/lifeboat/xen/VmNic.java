package dev.lifeboat.xen;

import java.util.List;
import java.util.UUID;

/// A network interface of a VM.
///
/// @param ips as the guest tools report them, empty without tools
public record VmNic(String device, String mac, UUID networkUuid, List<String> ips) {

    public VmNic {
        ips = List.copyOf(ips);
    }
}
