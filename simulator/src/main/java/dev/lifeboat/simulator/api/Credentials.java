package dev.lifeboat.simulator.api;

/// The one user that may log in.
public record Credentials(String username, String password) {
    boolean match(String user, String secret) {
        return username.equals(user) && password.equals(secret);
    }

    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
