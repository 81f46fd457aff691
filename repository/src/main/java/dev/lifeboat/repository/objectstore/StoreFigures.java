package dev.lifeboat.repository.objectstore;

/// Calls and bytes that went through a [MeteringObjectStore].
public record StoreFigures(long requests, long objectsWritten, long bytesWritten, long bytesRead) {}
