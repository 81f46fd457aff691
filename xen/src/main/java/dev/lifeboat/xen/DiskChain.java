package dev.lifeboat.xen;

/// The images that a disk's content is spread over, as storage that keeps disks as trees of images has it.
/// Section 3.7 of the facts on XAPI.
///
/// @param length     how many images there are from the disk down to the root of its tree, itself included
/// @param coalescing whether the storage has an image in this line that it can merge into the next one and has not yet
public record DiskChain(int length, boolean coalescing) {}
