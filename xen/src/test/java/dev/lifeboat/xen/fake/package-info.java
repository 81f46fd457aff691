/// A pool made of a few scripts, for tests of this module.
package dev.lifeboat.xen.fake;
