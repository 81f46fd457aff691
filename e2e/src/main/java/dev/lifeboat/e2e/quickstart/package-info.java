/// The quickstart: a story told to a person in one command, with the stack that a cluster would run. It talks to the
/// cluster and to the pool as a stranger would, without our own clients, so that what it sees is what they do.
@NullMarked
package dev.lifeboat.e2e.quickstart;

import org.jspecify.annotations.NullMarked;
