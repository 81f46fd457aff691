/// How the calls of [dev.lifeboat.xen.XenPool] are made of XAPI calls, a class for each concern; and who opens a
/// session. Knows nothing of XML, nor of what is said to a handler.
@NullMarked
package dev.lifeboat.xen.pool;

import org.jspecify.annotations.NullMarked;
