package dev.lifeboat.simulator.api;

/// Somebody who may log in, if they have a role.
public record User(String name, String password, Role role) {
    boolean match(String user, String secret) {
        return name.equals(user) && password.equals(secret);
    }

    /// Whose task a task is goes by this; root's is empty, as in reality.
    String sid() {
        return role == Role.SUPERUSER ? "" : "u-" + name;
    }

    @Override
    public String toString() {
        return "User[" + name + ", " + role.text() + "]";
    }
}
