/// The XVA format: a VM with its disks as one tar stream, which `/export` gives and `/import` takes. Layout: «XVA
/// format» of the facts on XAPI, and `FORMATS.md` of this module.
@NullMarked
package dev.lifeboat.xen.xva;

import org.jspecify.annotations.NullMarked;
