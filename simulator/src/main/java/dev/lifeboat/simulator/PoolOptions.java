package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Role;
import dev.lifeboat.simulator.api.Timing;
import dev.lifeboat.simulator.api.User;
import dev.lifeboat.simulator.inventory.HostSpec;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.RepositorySpec;
import dev.lifeboat.simulator.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How to start a pool. Port 0 picks a free one; without a data directory the pool lives in a temporary one. The first
/// user is the local root, the first repository the pool's default.
public record PoolOptions(
        String name,
        Profile profile,
        List<HostSpec> hosts,
        Ports ports,
        DataLocation data,
        Access access,
        List<RepositorySpec> stores,
        Inventory inventory,
        Timing timing) {

    public PoolOptions {
        hosts = List.copyOf(hosts);
        stores = List.copyOf(stores);
        if (hosts.isEmpty() || stores.isEmpty()) {
            throw new IllegalArgumentException("a pool needs a host and a repository");
        }
    }

    /// The standard inventory with the real server's delays.
    public static PoolOptions standard() {
        return new PoolOptions(
                "west",
                Profile.XCP_NG_8_3,
                HostSpec.numbered(2, 66),
                Ports.FREE,
                DataLocation.TEMPORARY,
                Access.ROOT,
                RepositorySpec.standard(),
                Inventory.standard(),
                Timing.REAL);
    }

    /// As standard, but nothing waits longer than a test has to.
    public static PoolOptions quick() {
        return standard().timing(Timing.QUICK);
    }

    public PoolOptions name(String value) {
        return new PoolOptions(value, profile, hosts, ports, data, access, stores, inventory, timing);
    }

    public PoolOptions profile(Profile value) {
        return new PoolOptions(name, value, hosts, ports, data, access, stores, inventory, timing);
    }

    public PoolOptions hosts(List<HostSpec> value) {
        return new PoolOptions(name, profile, value, ports, data, access, stores, inventory, timing);
    }

    public PoolOptions ports(int https, int nbd, int control) {
        var chosen = new Ports(https, nbd, control);
        return new PoolOptions(name, profile, hosts, chosen, data, access, stores, inventory, timing);
    }

    PoolOptions data(DataLocation value) {
        return new PoolOptions(name, profile, hosts, ports, value, access, stores, inventory, timing);
    }

    /// Name and password of the local root.
    public PoolOptions credentials(String user, String secret) {
        return access(access.superuser(user, secret));
    }

    /// One more user, with a role.
    public PoolOptions user(String user, String secret, Role role) {
        return access(access.with(new User(user, secret, role)));
    }

    /// Features that the licence does not cover, as `restrict_cbt`.
    public PoolOptions restrict(String... keys) {
        return access(access.restricting(Set.of(keys)));
    }

    PoolOptions access(Access value) {
        return new PoolOptions(name, profile, hosts, ports, data, value, stores, inventory, timing);
    }

    public PoolOptions inventory(Inventory value) {
        return new PoolOptions(name, profile, hosts, ports, data, access, stores, value, timing);
    }

    /// The size of the pool's default repository.
    public PoolOptions capacity(long bytes) {
        var all = new ArrayList<>(stores);
        all.set(0, stores.getFirst().capacity(bytes));
        return stores(all);
    }

    /// One more repository.
    public PoolOptions store(RepositorySpec value) {
        var all = new ArrayList<>(stores);
        all.add(value);
        return stores(all);
    }

    /// All repositories, the pool's default first.
    public PoolOptions stores(List<RepositorySpec> value) {
        return new PoolOptions(name, profile, hosts, ports, data, access, value, inventory, timing);
    }

    public PoolOptions timing(Timing value) {
        return new PoolOptions(name, profile, hosts, ports, data, access, stores, inventory, value);
    }

    public String username() {
        return access.users().getFirst().name();
    }

    public String password() {
        return access.users().getFirst().password();
    }

    @Override
    public String toString() {
        return "PoolOptions[" + name + ", " + profile + ", " + hosts + "]";
    }
}
