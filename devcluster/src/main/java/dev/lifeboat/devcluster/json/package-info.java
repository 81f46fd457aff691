/// JSON trees: the one form in which every object travels through the devcluster.
@NullMarked
package dev.lifeboat.devcluster.json;

import org.jspecify.annotations.NullMarked;
