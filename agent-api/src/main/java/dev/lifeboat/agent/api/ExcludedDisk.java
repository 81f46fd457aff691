package dev.lifeboat.agent.api;

import java.util.UUID;

/// A disk that a VM had and its backup does without.
///
/// @param device the position on the VM, XAPI's `userdevice`
/// @param reason which rule left it out, in a sentence without its end
public record ExcludedDisk(String device, UUID vdiUuid, String name, long sizeBytes, String reason) {}
