/// Sessions: who is writing, how far it came, and how the next writer with the same order goes on from there.
/// Knows disks as progress to keep, and nothing of how a recovery point is committed.
@NullMarked
package dev.lifeboat.repository.session;

import org.jspecify.annotations.NullMarked;
