package dev.lifeboat.agent.api;

/// The recovery point is gone; chunks that no point needs are freed by the next prune.
///
/// @param existed whether it was there
public record DeletionReport(String orderId, boolean existed) implements Report {}
