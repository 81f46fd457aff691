/// A small HTTP/1.1 server over TLS that gives handlers the bytes of the connection: XAPI answers before it reads a
/// body, and ends bodies by closing.
@NullMarked
package dev.lifeboat.simulator.http;

import org.jspecify.annotations.NullMarked;
