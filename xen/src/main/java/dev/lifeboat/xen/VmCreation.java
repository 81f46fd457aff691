package dev.lifeboat.xen;

import java.util.List;
import java.util.Map;

/// A VM to make from the records of a backed-up one.
///
/// @param temporaryName its name until [XenPool#releaseVm]
/// @param preserveMacs keeps the seed that MAC addresses are made from; nothing in the pool prevents two NICs
/// with one address
public record VmCreation(
        VmRecords records,
        String temporaryName,
        String description,
        Map<String, String> markers,
        boolean preserveMacs,
        List<NewDisk> disks,
        List<NewNic> nics) {

    public VmCreation {
        markers = Markers.checked(markers);
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
    }
}
