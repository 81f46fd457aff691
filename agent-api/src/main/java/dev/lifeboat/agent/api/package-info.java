/// What operator and agent say to each other: an [Order] goes in as a mounted file, [Progress] is served over HTTP
/// while the agent works, a [Report] comes out as the container's termination message. It knows nothing of Kubernetes,
/// XAPI or the repository format; both sides translate at their door.
@NullMarked
package dev.lifeboat.agent.api;

import org.jspecify.annotations.NullMarked;
