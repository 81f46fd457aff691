/// An XCP-ng pool in one process, written from the public facts about XAPI alone: it shares no code with the clients
/// that are tested against it.
@NullMarked
package dev.lifeboat.simulator;

import org.jspecify.annotations.NullMarked;
