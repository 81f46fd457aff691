package dev.lifeboat.xen;

/// Which networks of the pool are open for NBD.
public enum NbdState {
    TLS,
    INSECURE,
    NONE
}
