package dev.lifeboat.repository;

import dev.lifeboat.repository.disk.DiskFigures;

/// What a session found of earlier writers with the same order.
///
/// @param earlierWriters how many began before this one; whatever they did not get to checkpoint is lost
/// @param work what need not be done again, over all disks; a disk that is written over another base now, or
///     has another size, begins anew all the same
public record Resumed(long earlierWriters, DiskFigures work) {}
