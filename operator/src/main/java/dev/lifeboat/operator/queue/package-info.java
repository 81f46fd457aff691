/// Whose turn it is: a pool serves a limited number of backups and restores at once, and each VM one at a time. Decided
/// from the resources alone, so that every pass, on any thread and after any crash, comes to the same answer.
@NullMarked
package dev.lifeboat.operator.queue;

import org.jspecify.annotations.NullMarked;
