/// TLS and HTTP to hosts of a pool: which certificates are believed, short requests that carry calls, and
/// connections that carry disks. Knows nothing of what is said over them.
@NullMarked
package dev.lifeboat.xen.https;

import org.jspecify.annotations.NullMarked;
