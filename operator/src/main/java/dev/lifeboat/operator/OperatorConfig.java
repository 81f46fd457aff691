package dev.lifeboat.operator;

import dev.lifeboat.operator.agent.AgentSettings;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/// How this operator runs, read once at start.
///
/// @param namespaces     that are watched; empty for all
/// @param agent          how agents' pods are made
/// @param listen         address of the HTTP server for metrics and health
/// @param leaderElection namespace of the lease, if several replicas take turns
public record OperatorConfig(
        Set<String> namespaces, AgentSettings agent, InetSocketAddress listen, Optional<String> leaderElection) {

    public OperatorConfig {
        namespaces = Set.copyOf(namespaces);
    }
}
