/// XAPI's manners: its envelope, sessions and the way to the pool master, asynchronous calls and their
/// tasks, what to repeat and when, and how to read its records. Knows no single class of XAPI objects but
/// sessions and tasks.
@NullMarked
package dev.lifeboat.xen.xapi;

import org.jspecify.annotations.NullMarked;
