package dev.lifeboat.xen;

/// A user of the pool; `vm-power-admin` is the smallest role that may take snapshots.
public record Credentials(String username, String password) {

    @Override
    public String toString() {
        return "Credentials[username=" + username + ", password=***]";
    }
}
