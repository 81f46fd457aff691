package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Role;
import dev.lifeboat.simulator.api.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Who may log in, and which features the licence keeps from everybody (the keys of `pool.restrictions`).
public record Access(List<User> users, Set<String> restrictions) {
    static final Access ROOT = new Access(List.of(new User("root", "password", Role.SUPERUSER)), Set.of());

    public Access {
        users = List.copyOf(users);
        restrictions = Set.copyOf(restrictions);
        if (users.isEmpty()) {
            throw new IllegalArgumentException("a pool needs a user");
        }
    }

    Access superuser(String name, String password) {
        var all = new ArrayList<>(users);
        all.set(0, new User(name, password, Role.SUPERUSER));
        return new Access(all, restrictions);
    }

    Access with(User user) {
        var all = new ArrayList<>(users);
        all.add(user);
        return new Access(all, restrictions);
    }

    Access restricting(Set<String> keys) {
        return new Access(users, keys);
    }
}
