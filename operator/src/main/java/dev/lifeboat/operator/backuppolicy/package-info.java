/// Turns schedules and run requests into VmBackups: one for each selected VM. Nothing is asked for twice: a scheduled
/// backup's name is made of what it is of, and a requested one carries a label made of the request's text.
@NullMarked
package dev.lifeboat.operator.backuppolicy;

import org.jspecify.annotations.NullMarked;
