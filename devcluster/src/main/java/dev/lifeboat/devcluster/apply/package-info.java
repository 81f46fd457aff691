/// Server-side apply: which manager owns which field, conflicts, merging and removal.
@NullMarked
package dev.lifeboat.devcluster.apply;

import org.jspecify.annotations.NullMarked;
