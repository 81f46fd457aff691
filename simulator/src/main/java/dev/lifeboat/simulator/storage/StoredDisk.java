package dev.lifeboat.simulator.storage;

/// A disk as a scan of its repository finds it, whether or not the database knows it.
public record StoredDisk(String uuid, long sizeBytes, boolean hidden, boolean tracked, boolean hasData) {}
