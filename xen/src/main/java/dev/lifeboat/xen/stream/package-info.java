/// What forward-only formats have in common: reading that knows where it is, running out that says what was
/// missing, and the compressions that hosts use. Knows no format.
@NullMarked
package dev.lifeboat.xen.stream;

import org.jspecify.annotations.NullMarked;
