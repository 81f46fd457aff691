/// What a host serves over HTTPS: calls, and handlers that move disks, VMs and metadata in and out, each with its task.
@NullMarked
package dev.lifeboat.simulator.transfer;

import org.jspecify.annotations.NullMarked;
