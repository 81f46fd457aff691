/// The NBD server of a host: one class per phase of the protocol, simple replies over TLS or in clear text.
@NullMarked
package dev.lifeboat.simulator.nbd;

import org.jspecify.annotations.NullMarked;
