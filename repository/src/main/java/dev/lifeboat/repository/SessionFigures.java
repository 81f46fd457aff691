package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.DiskFigures;

/// What a session has done so far.
///
/// @param disks over all disks
/// @param objectsWritten packs, segments, manifest, session records
/// @param uploadedBytes content of those
/// @param requests calls of the object store, reads included, retries not
public record SessionFigures(DiskFigures disks, long objectsWritten, long uploadedBytes, long requests) {}
