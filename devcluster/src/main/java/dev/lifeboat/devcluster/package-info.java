/// A Kubernetes API and a Job runner in one process, for the quickstart and for tests; never for production. It knows
/// Kubernetes' own kinds and whatever custom resource definitions it is given, and nothing of ours.
@NullMarked
package dev.lifeboat.devcluster;

import org.jspecify.annotations.NullMarked;
