package dev.lifeboat.xen.xva;

/// A disk whose bytes are in an XVA.
///
/// @param ref its id in `ova.xml` and the folder of its blocks, for instance `Ref:10`
/// @param uuid of the VDI that was exported
public record XvaDisk(String ref, String uuid, String nameLabel, long sizeBytes) {}
