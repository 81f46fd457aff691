package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The condition and the clock of each host, which only something outside the API changes.
public final class HostStates {
    private static final HostCondition WORKING = new HostCondition.Working();

    private final Map<String, HostCondition> conditions = new ConcurrentHashMap<>();
    private final Map<String, Duration> skews = new ConcurrentHashMap<>();

    public HostCondition condition(Host host) {
        return conditions.getOrDefault(host.name(), WORKING);
    }

    void condition(Host host, HostCondition condition) {
        conditions.put(host.name(), condition);
    }

    public boolean reachable(Host host) {
        return !(condition(host) instanceof HostCondition.Unreachable);
    }

    /// What the host answers instead of working, if it is in an emergency.
    Optional<XapiError> emergency(Host host) {
        return condition(host) instanceof HostCondition.Emergency(var code, var parameters)
                ? Optional.of(XapiError.early(code, parameters))
                : Optional.empty();
    }

    Duration skew(Host host) {
        return skews.getOrDefault(host.name(), Duration.ZERO);
    }

    void skew(Host host, Duration value) {
        skews.put(host.name(), value);
    }
}
