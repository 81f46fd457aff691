/// The HTTP handlers that move disks: raw, chunked and VHD streams in and out, each with its task.
@NullMarked
package dev.lifeboat.simulator.transfer;

import org.jspecify.annotations.NullMarked;
