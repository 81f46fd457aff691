/// Keeps a pool connected and its inventory read; says in conditions what stands in the way.
@NullMarked
package dev.lifeboat.operator.xenhypervisor;

import org.jspecify.annotations.NullMarked;
