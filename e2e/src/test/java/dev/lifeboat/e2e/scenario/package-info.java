/// Scenarios over operator, agents, simulator and a Kubernetes API: what users would lose sleep over. Most share
/// one set of processes, as their annotation says; each has a namespace of its own.
@org.jspecify.annotations.NullMarked
package dev.lifeboat.e2e.scenario;
