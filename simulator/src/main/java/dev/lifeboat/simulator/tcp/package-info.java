/// Sockets of hosts: bound under one port number on several addresses, and listened to. Knows nothing of what is
/// said on a connection.
@NullMarked
package dev.lifeboat.simulator.tcp;

import org.jspecify.annotations.NullMarked;
