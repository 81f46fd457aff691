/// Reads a disk from an NBD server: fixed newstyle handshake with STARTTLS, then many reads in flight over
/// several connections that are replaced when they break. One class per phase ([Handshake], [Transmission])
/// works on bytes alone; Netty carries the bytes. It knows nothing of recovery points.
@NullMarked
package dev.lifeboat.agent.nbd;

import org.jspecify.annotations.NullMarked;
