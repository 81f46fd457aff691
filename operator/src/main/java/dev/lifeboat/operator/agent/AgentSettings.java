package dev.lifeboat.operator.agent;

/// What is the same for all agents.
///
/// @param image           with tag
/// @param imagePullPolicy `Always`, `IfNotPresent` or `Never`
/// @param memory          request and limit of a pod, such as `512Mi`
/// @param cpu             request of a pod, such as `250m`
public record AgentSettings(String image, String imagePullPolicy, String memory, String cpu) {}
