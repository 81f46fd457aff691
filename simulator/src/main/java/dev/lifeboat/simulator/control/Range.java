package dev.lifeboat.simulator.control;

/// Bytes of a disk that were written.
public record Range(long offset, long length) {}
