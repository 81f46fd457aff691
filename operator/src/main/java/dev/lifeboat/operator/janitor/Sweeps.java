package dev.lifeboat.operator.janitor;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The last look at each pool, kept in memory: the next one finds the same again.
public final class Sweeps {
    private final Map<String, Sweep> last = new ConcurrentHashMap<>();

    public Optional<Sweep> of(HasMetadata hypervisor) {
        return Optional.ofNullable(last.get(hypervisor.getMetadata().getUid()));
    }

    void keep(HasMetadata hypervisor, Sweep sweep) {
        last.put(hypervisor.getMetadata().getUid(), sweep);
    }
}
