/// Takes from pools what is left of backups and restores that are over or gone: what the operator or an agent could not
/// take away itself, because it ended in the middle or the pool was out of reach. Knows what is ours by its markers
/// alone, and touches nothing else.
@NullMarked
package dev.lifeboat.operator.janitor;

import org.jspecify.annotations.NullMarked;
