package dev.lifeboat.agent.api;

/// A repository: where it is stored, and how it is opened.
public record RepositoryAccess(StorageAccess storage, Encryption encryption) {}
