/// The agent's door: command line, signals, report. Only wires; the work is in the packages below.
@NullMarked
package dev.lifeboat.agent;

import org.jspecify.annotations.NullMarked;
