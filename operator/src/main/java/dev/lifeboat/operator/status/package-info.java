/// How findings become conditions, events and retries: once, here, for every kind. It knows no kind of ours and makes
/// no decision about one.
@NullMarked
package dev.lifeboat.operator.status;

import org.jspecify.annotations.NullMarked;
