/// What Kubernetes does to its own kinds on the way in: defaults and the checks that its users run into.
@NullMarked
package dev.lifeboat.devcluster.builtin;

import org.jspecify.annotations.NullMarked;
