package dev.lifeboat.agent.api;

import java.util.Optional;

/// What became of one disk in a backup. All sizes in bytes.
///
/// @param fullReason   why all of it was read; absent for an incremental run
/// @param detail       a sentence on what went another way than the best one: an unplanned full read, another route,
///                     or a full read of what was never written
/// @param changedBytes what changed block tracking reported, in whole 64 KiB blocks; the disk's size in a full
/// @param readBytes    what was asked of the pool by this agent
/// @param resumedBytes what earlier agents with the same order had done, and this one did not read again
/// @param newBytes     content that the repository did not have
/// @param storedBytes  what that content takes there, after compression
public record DiskReport(
        String device,
        Protocol protocol,
        Optional<FullReason> fullReason,
        Optional<String> detail,
        long sizeBytes,
        long changedBytes,
        long readBytes,
        long resumedBytes,
        long newBytes,
        long storedBytes) {}
