/// The releases of the server that a pool can be: what each says of itself, and which features it has. Knows nothing of
/// how the pool behaves by them.
@NullMarked
package dev.lifeboat.simulator.profile;

import org.jspecify.annotations.NullMarked;
