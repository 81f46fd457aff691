/// The JSON documents of a repository: its own description, recovery points, sessions; how they are sealed
/// and named. Knows what is in a document, not what is done with it.
@NullMarked
package dev.lifeboat.repository.manifest;

import org.jspecify.annotations.NullMarked;
