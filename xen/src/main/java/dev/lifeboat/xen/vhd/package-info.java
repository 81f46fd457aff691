/// The VHD format as XAPI sends and takes it: dynamic and differencing disks as streams that are never sought
/// in. Layout: «VHD layouts» and «VHD stream produced» of the facts on XAPI, and `FORMATS.md` of this module.
@NullMarked
package dev.lifeboat.xen.vhd;

import org.jspecify.annotations.NullMarked;
