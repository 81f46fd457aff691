/// Scenarios over operator, agents, simulator and a Kubernetes API: what users would lose sleep over. All of them share
/// one set of processes; each has a namespace of its own.
@org.jspecify.annotations.NullMarked
package dev.lifeboat.e2e.scenario;
