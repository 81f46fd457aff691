/// Structural schemas of custom resources: pruning, defaults, validation.
@NullMarked
package dev.lifeboat.devcluster.schema;

import org.jspecify.annotations.NullMarked;
