/// What Kubernetes and Prometheus ask of the operator's process.
@NullMarked
package dev.lifeboat.operator.health;

import org.jspecify.annotations.NullMarked;
