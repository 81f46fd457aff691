/// The pool's records: classes with their fields, rows, references kept in both directions, and what changed when.
@NullMarked
package dev.lifeboat.simulator.database;

import org.jspecify.annotations.NullMarked;
