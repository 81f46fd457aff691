/// Try.
@NullMarked
package dev.lifeboat.devcluster;

import org.jspecify.annotations.NullMarked;
