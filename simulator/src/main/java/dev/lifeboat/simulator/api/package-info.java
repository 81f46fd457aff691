/// The calls of the API, one file or few per XAPI class, and the dispatcher that checks session, arity and faults.
@NullMarked
package dev.lifeboat.simulator.api;

import org.jspecify.annotations.NullMarked;
