/// The generated CRDs as API servers take them: defaults, rules, and what is said of a wrong manifest.
@NullMarked
package dev.lifeboat.e2e.crds;

import org.jspecify.annotations.NullMarked;
