/// Starts the processes of a whole Lifeboat on one machine: pool simulator, Kubernetes API, operator. It knows how they
/// are started and ended, not what they do.
@NullMarked
package dev.lifeboat.e2e.stack;

import org.jspecify.annotations.NullMarked;
