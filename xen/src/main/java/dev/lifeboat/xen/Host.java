package dev.lifeboat.xen;

import java.util.UUID;

/// A member of the pool.
///
/// @param address of its management interface, an IP without brackets
/// @param live whether the master hears from it
public record Host(UUID uuid, String name, String address, boolean enabled, boolean live, String version) {}
