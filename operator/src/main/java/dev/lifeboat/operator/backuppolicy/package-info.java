/// Turns schedules and run requests into VmBackups: one for each selected VM, whose names are made of what they are
/// of, so that nothing is ever asked for twice.
@NullMarked
package dev.lifeboat.operator.backuppolicy;

import org.jspecify.annotations.NullMarked;
