/// Which way disk data goes between hosts and agents, where a network or addresses were chosen for it. It knows the
/// pool's networks and addresses, and nothing of connections.
@NullMarked
package dev.lifeboat.operator.route;

import org.jspecify.annotations.NullMarked;
