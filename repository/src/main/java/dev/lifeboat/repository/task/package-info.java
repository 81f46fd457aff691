/// Work on several threads, as this module does it everywhere: the first failure is the caller's, and so is
/// an interrupt. Knows nothing of what is worked at.
@NullMarked
package dev.lifeboat.repository.task;

import org.jspecify.annotations.NullMarked;
