package dev.lifeboat.simulator.control;

/// What a guest writes.
public enum Pattern {
    ZEROS,
    TEXT,
    RANDOM
}
