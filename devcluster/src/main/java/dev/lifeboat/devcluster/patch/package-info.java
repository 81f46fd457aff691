/// The three patches that need no field owners: JSON patch, merge patch, strategic merge patch.
@NullMarked
package dev.lifeboat.devcluster.patch;

import org.jspecify.annotations.NullMarked;
