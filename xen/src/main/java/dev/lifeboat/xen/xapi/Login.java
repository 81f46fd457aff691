package dev.lifeboat.xen.xapi;

import java.net.URI;

/// A session and the pool master that gave it.
record Login(URI master, String session) {

    @Override
    public String toString() {
        return "Login[master=" + master + "]";
    }
}
