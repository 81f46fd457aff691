package dev.lifeboat.agent.api;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Write a recovery point as one XVA into the storage, beside the repository, where `exports/` is. It is stored as any
/// pool reads it: not encrypted. An object of that name which is there already, and is not this very XVA, stays and
/// fails the order.
///
/// @param key         below `exports/`; absent means one that is made of the VM's name and the point's id
/// @param skipDevices disks that are left out
/// @param compression around the XVA; `Zstd` is for hosts from 8.1 on
public record ExportOrder(
        String orderId,
        RepositoryAccess repository,
        UUID vmUuid,
        String pointId,
        Optional<String> key,
        List<String> skipDevices,
        ArchiveCompression compression,
        Vtpm vtpm)
        implements Order {

    public ExportOrder {
        skipDevices = List.copyOf(skipDevices);
    }

    /// What becomes of a virtual TPM.
    public enum Vtpm {
        /// With what is in it; a point that does not have that fails the order.
        Keep,
        /// The VM gets none.
        LeaveOut
    }
}
