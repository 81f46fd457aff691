package dev.lifeboat.simulator;

/// Port numbers that all hosts of a pool share, and that of its control endpoint; 0 picks a free one.
public record Ports(int https, int nbd, int control) {
    static final Ports FREE = new Ports(0, 0, 0);
}
