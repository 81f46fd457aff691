package dev.lifeboat.xen.xva;

/// A block of a disk that was read and agrees with its checksum.
public record XvaBlock(XvaDisk disk, long offset, int lengthBytes) {}
