/// What a pool holds at the start: hosts, networks, repositories, VMs, and the seeded content of their disks.
@NullMarked
package dev.lifeboat.simulator.inventory;

import org.jspecify.annotations.NullMarked;
