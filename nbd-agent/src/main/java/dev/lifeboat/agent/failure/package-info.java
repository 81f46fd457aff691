/// Why an order was not done, in the words of the report. The one place where exceptions of pool, repository
/// and NBD become reasons.
@NullMarked
package dev.lifeboat.agent.failure;

import org.jspecify.annotations.NullMarked;
