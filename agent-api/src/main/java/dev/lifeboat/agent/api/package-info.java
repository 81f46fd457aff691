/// What operator and agent say to each other: an [Order] goes in as a mounted file, [Progress] is served over HTTP
/// while the agent works, a [Report] comes out as the container's termination message. It uses no type of
/// Kubernetes, XAPI or the repository; both sides translate at their door.
@NullMarked
package dev.lifeboat.agent.api;

import org.jspecify.annotations.NullMarked;
