/// How the calls of [dev.lifeboat.xen.XenPool] are made of XAPI calls, a class for each concern.
@NullMarked
package dev.lifeboat.xen.pool;

import org.jspecify.annotations.NullMarked;
