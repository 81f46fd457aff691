package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Timing;
import dev.lifeboat.simulator.inventory.Inventory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How to start a pool. Port 0 picks a free one; without a data directory the pool lives in a temporary one.
public record PoolOptions(
        Profile profile,
        List<HostSpec> hosts,
        int port,
        int nbdPort,
        int controlPort,
        Optional<Path> data,
        boolean ephemeral,
        String username,
        String password,
        Inventory inventory,
        long capacityBytes,
        Timing timing) {
    private static final long DEFAULT_CAPACITY = 64L << 30;

    public PoolOptions {
        hosts = List.copyOf(hosts);
    }

    /// The standard inventory with the real server's delays.
    public static PoolOptions standard() {
        return new PoolOptions(
                Profile.XCP_NG_8_3,
                List.of(
                        new HostSpec("xcp-host-1", "127.0.66.1", "127.0.67.1"),
                        new HostSpec("xcp-host-2", "127.0.66.2", "127.0.67.2")),
                0,
                0,
                0,
                Optional.empty(),
                true,
                "root",
                "password",
                Inventory.standard(),
                DEFAULT_CAPACITY,
                Timing.REAL);
    }

    /// As standard, but nothing waits longer than a test has to.
    public static PoolOptions quick() {
        var none = Duration.ofMillis(1);
        return standard()
                .timing(new Timing(none, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(500)));
    }

    public PoolOptions profile(Profile value) {
        return new PoolOptions(
                value,
                hosts,
                port,
                nbdPort,
                controlPort,
                data,
                ephemeral,
                username,
                password,
                inventory,
                capacityBytes,
                timing);
    }

    public PoolOptions hosts(List<HostSpec> value) {
        return new PoolOptions(
                profile,
                value,
                port,
                nbdPort,
                controlPort,
                data,
                ephemeral,
                username,
                password,
                inventory,
                capacityBytes,
                timing);
    }

    public PoolOptions ports(int https, int nbd, int control) {
        return new PoolOptions(
                profile,
                hosts,
                https,
                nbd,
                control,
                data,
                ephemeral,
                username,
                password,
                inventory,
                capacityBytes,
                timing);
    }

    public PoolOptions data(Path directory, boolean removedAtTheEnd) {
        return new PoolOptions(
                profile,
                hosts,
                port,
                nbdPort,
                controlPort,
                Optional.of(directory),
                removedAtTheEnd,
                username,
                password,
                inventory,
                capacityBytes,
                timing);
    }

    public PoolOptions credentials(String user, String secret) {
        return new PoolOptions(
                profile,
                hosts,
                port,
                nbdPort,
                controlPort,
                data,
                ephemeral,
                user,
                secret,
                inventory,
                capacityBytes,
                timing);
    }

    public PoolOptions inventory(Inventory value) {
        return new PoolOptions(
                profile,
                hosts,
                port,
                nbdPort,
                controlPort,
                data,
                ephemeral,
                username,
                password,
                value,
                capacityBytes,
                timing);
    }

    public PoolOptions capacity(long bytes) {
        return new PoolOptions(
                profile,
                hosts,
                port,
                nbdPort,
                controlPort,
                data,
                ephemeral,
                username,
                password,
                inventory,
                bytes,
                timing);
    }

    public PoolOptions timing(Timing value) {
        return new PoolOptions(
                profile,
                hosts,
                port,
                nbdPort,
                controlPort,
                data,
                ephemeral,
                username,
                password,
                inventory,
                capacityBytes,
                value);
    }

    @Override
    public String toString() {
        return "PoolOptions[" + profile.name() + ", " + hosts + "]";
    }
}
