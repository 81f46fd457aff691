/// How far the work is, for whoever asks over HTTP while it runs. Knows nothing of what the work is.
@NullMarked
package dev.lifeboat.agent.progress;

import org.jspecify.annotations.NullMarked;
