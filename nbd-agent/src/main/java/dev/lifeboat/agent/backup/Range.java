package dev.lifeboat.agent.backup;

/// Bytes of a disk.
record Range(long offset, int lengthBytes) {}
