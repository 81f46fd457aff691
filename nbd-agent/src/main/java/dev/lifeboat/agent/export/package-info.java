/// Puts recovery points into the storage as XVAs, beside the repository, for pools that know nothing of it.
@NullMarked
package dev.lifeboat.agent.export;

import org.jspecify.annotations.NullMarked;
