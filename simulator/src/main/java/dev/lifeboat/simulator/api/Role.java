package dev.lifeboat.simulator.api;

import java.util.Arrays;
import java.util.Optional;

/// What a user may do; each role may do all that those before it may (facts, section 1.5).
public enum Role {
    /// Known to the directory, but nobody gave it a role: cannot log in.
    NONE("none"),
    READ_ONLY("read-only"),
    VM_OPERATOR("vm-operator"),
    VM_ADMIN("vm-admin"),
    VM_POWER_ADMIN("vm-power-admin"),
    POOL_OPERATOR("pool-operator"),
    POOL_ADMIN("pool-admin"),
    /// The local root, who is never asked.
    SUPERUSER("root");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    public static Role named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no role " + name + "; there are "
                        + Arrays.stream(values()).map(Role::text).toList()));
    }

    static Optional<Role> find(String name) {
        return Arrays.stream(values()).filter(role -> role.text.equals(name)).findFirst();
    }
}
