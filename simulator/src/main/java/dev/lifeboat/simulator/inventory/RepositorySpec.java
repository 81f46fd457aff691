package dev.lifeboat.simulator.inventory;

import java.util.List;
import java.util.OptionalInt;

/// A repository to start with. One that is not shared belongs to one host, the first unless told otherwise.
public record RepositorySpec(String name, RepositoryKind kind, long capacityBytes, OptionalInt host) {
    private static final long DEFAULT_CAPACITY = 64L << 30;

    public RepositorySpec {
        if (capacityBytes <= 0) {
            throw new IllegalArgumentException("repository " + name + " has no capacity");
        }
    }

    /// What a pool has unless told otherwise.
    public static List<RepositorySpec> standard() {
        return List.of(of("Shared storage", RepositoryKind.NFS, DEFAULT_CAPACITY));
    }

    public static RepositorySpec of(String name, RepositoryKind kind, long capacityBytes) {
        return new RepositorySpec(name, kind, capacityBytes, OptionalInt.empty());
    }

    /// Only the host with this number, counted from 0, sees it.
    public RepositorySpec on(int hostNumber) {
        return new RepositorySpec(name, kind, capacityBytes, OptionalInt.of(hostNumber));
    }

    public RepositorySpec capacity(long bytes) {
        return new RepositorySpec(name, kind, bytes, host);
    }

    boolean seenBy(int hostNumber) {
        return host.isPresent() ? host.getAsInt() == hostNumber : kind.shared() || hostNumber == 0;
    }

    boolean shared() {
        return kind.shared() && host.isEmpty();
    }
}
