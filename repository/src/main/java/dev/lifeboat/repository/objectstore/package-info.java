/// Objects named by keys: the one interface to storage, its implementations, and wrappers that add one
/// behaviour each. Knows nothing of what the objects hold.
@NullMarked
package dev.lifeboat.repository.objectstore;

import org.jspecify.annotations.NullMarked;
