package dev.lifeboat.agent.api;

/// Find out whether the storage can be used, create the repository in it if there is none, and say what it holds.
///
/// @param create whether a missing repository is created
public record ProbeOrder(String orderId, RepositoryAccess repository, boolean create) implements Order {}
