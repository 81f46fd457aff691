/// Try.
@NullMarked
package dev.lifeboat.crds;

import org.jspecify.annotations.NullMarked;
