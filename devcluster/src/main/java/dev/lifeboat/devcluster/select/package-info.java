/// Label and field selectors of lists and watches.
@NullMarked
package dev.lifeboat.devcluster.select;

import org.jspecify.annotations.NullMarked;
