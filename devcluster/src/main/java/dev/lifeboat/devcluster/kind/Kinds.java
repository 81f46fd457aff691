package dev.lifeboat.devcluster.kind;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// All kinds that are served now.
public final class Kinds {
    private final Map<String, Kind> served = new ConcurrentSkipListMap<>();

    public Kinds(Collection<Kind> builtIn) {
        builtIn.forEach(this::add);
    }

    public void add(Kind kind) {
        served.put(key(kind.version(), kind.names().plural()), kind);
    }

    /// Takes every version of the resource out of service.
    public void remove(GroupResource resource) {
        served.values().removeIf(kind -> kind.resource().equals(resource));
    }

    public Optional<Kind> find(Version version, String plural) {
        return Optional.ofNullable(served.get(key(version, plural)));
    }

    public Optional<Kind> any(GroupResource resource) {
        return all().stream().filter(kind -> kind.resource().equals(resource)).findFirst();
    }

    public List<Kind> all() {
        return List.copyOf(served.values());
    }

    private static String key(Version version, String plural) {
        return version.apiVersion() + "/" + plural;
    }
}
