package dev.lifeboat.agent.api;

/// The order was not done; nothing was committed.
///
/// @param message what was being done to what, what happened, what to do
public record FailureReport(String orderId, FailureReason reason, String message) implements Report {}
