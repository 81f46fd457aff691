/// Self-signed host certificates and the TLS settings made of them.
@NullMarked
package dev.lifeboat.simulator.tls;

import org.jspecify.annotations.NullMarked;
