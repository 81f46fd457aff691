package dev.lifeboat.operator.route;

import dev.lifeboat.crds.XenHypervisorReason;

/// Why what was chosen cannot be had, or not from every host, and what to do about it.
///
/// @param message sentences with the command that helps
public record RouteTrouble(XenHypervisorReason reason, String message) {}
