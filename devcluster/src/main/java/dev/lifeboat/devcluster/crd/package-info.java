/// Custom resource definitions: checked, compiled and turned into kinds.
@NullMarked
package dev.lifeboat.devcluster.crd;

import org.jspecify.annotations.NullMarked;
