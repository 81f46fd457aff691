package dev.lifeboat.repository.objectstore;

/// Calls, and bytes stored, that went through a [MeteringObjectStore].
public record StoreFigures(long requests, long objectsWritten, long bytesWritten) {}
