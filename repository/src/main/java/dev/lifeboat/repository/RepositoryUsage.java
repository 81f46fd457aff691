package dev.lifeboat.repository;

/// What a repository takes up.
///
/// @param logicalBytes disk sizes of all points together: what a person would get by restoring them all
/// @param allocatedBytes the same without holes
/// @param storedBytes all objects of the repository together
public record RepositoryUsage(
        long points, long logicalBytes, long allocatedBytes, long packs, long objects, long storedBytes) {}
