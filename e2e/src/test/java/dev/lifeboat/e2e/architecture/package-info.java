/// The arrows between modules and packages, each with its reason: only here all modules are in sight.
@NullMarked
package dev.lifeboat.e2e.architecture;

import org.jspecify.annotations.NullMarked;
