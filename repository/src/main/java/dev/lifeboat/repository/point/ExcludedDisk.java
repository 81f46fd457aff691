package dev.lifeboat.repository.point;

import java.util.UUID;

/// A disk that the virtual machine had, and that a recovery point does without.
///
/// @param reason why, in words for people; not interpreted here
public record ExcludedDisk(String device, UUID vdiUuid, String name, long sizeBytes, String reason) {}
