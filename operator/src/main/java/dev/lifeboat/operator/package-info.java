/// The control plane: one package for each kind, and those that all kinds share. Here is only what starts and wires
/// them.
@NullMarked
package dev.lifeboat.operator;

import org.jspecify.annotations.NullMarked;
