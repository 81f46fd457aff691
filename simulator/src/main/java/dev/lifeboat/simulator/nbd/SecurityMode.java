package dev.lifeboat.simulator.nbd;

/// How the networks' purposes let a connection in.
enum SecurityMode {
    TLS_REQUIRED,
    CLEAR_TEXT,
    CLOSED
}
