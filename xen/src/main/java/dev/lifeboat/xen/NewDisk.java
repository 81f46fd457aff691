package dev.lifeboat.xen;

import java.util.UUID;

/// A disk to create, empty.
///
/// @param device position on the bus, as the original had it
/// @param virtualSizeBytes at least this much; the storage may round it up
public record NewDisk(
        String device, String name, UUID srUuid, long virtualSizeBytes, boolean bootable, boolean readOnly) {}
