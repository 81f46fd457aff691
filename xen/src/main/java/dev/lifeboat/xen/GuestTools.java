package dev.lifeboat.xen;

/// Xen's tools inside a guest, once they have reported.
///
/// @param os name of the system as the guest reports it
/// @param version of the tools, `major.minor.micro`
public record GuestTools(String os, String version) {}
