/// Objects that are made of recovery points for people to take away, in `exports/`: FORMAT.md. Knows what a key and a
/// stream are, and nothing of what is in it.
@NullMarked
package dev.lifeboat.repository.export;

import org.jspecify.annotations.NullMarked;
