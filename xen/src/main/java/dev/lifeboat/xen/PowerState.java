package dev.lifeboat.xen;

/// As XAPI tells it.
public enum PowerState {
    HALTED,
    PAUSED,
    RUNNING,
    SUSPENDED
}
