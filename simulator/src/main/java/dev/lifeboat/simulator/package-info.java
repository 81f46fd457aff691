/// An XCP-ng pool in one process, written from the public facts about XAPI alone: it shares no code with the clients
/// that are tested against it. What both have to know, as formats, errors and the fields of a record, stands on either
/// side on purpose: what one side misread shows only if the other did not copy it.
@NullMarked
package dev.lifeboat.simulator;

import org.jspecify.annotations.NullMarked;
