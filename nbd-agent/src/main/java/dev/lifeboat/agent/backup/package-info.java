/// Copies the disks of one snapshot into the repository: decides per disk what to read and from where, then moves it
/// through a fixed number of buffers.
@NullMarked
package dev.lifeboat.agent.backup;

import org.jspecify.annotations.NullMarked;
