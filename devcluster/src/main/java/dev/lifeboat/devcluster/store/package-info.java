/// All objects in memory with one revision counter, and the log of changes that watches read.
@NullMarked
package dev.lifeboat.devcluster.store;

import org.jspecify.annotations.NullMarked;
