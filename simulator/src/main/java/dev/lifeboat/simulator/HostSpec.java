package dev.lifeboat.simulator;

/// A host to start: its name, its management address, and its address on the backup network, both of this machine.
public record HostSpec(String name, String address, String backupAddress) {}
