package dev.lifeboat.operator.access;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// One live session per pool, shared by all reconcilers. A session is opened when it is first needed and again when the
/// XenHypervisor, its Secret or its certificates changed.
public final class Pools implements PoolCalls, AutoCloseable {
    /// Of a session that nobody used: its XenHypervisor is probably gone.
    private static final Duration IDLE = Duration.ofHours(1);

    private final PoolAccesses accesses;
    private final Connector connector;
    private final Namespaces namespaces;
    private final Clock clock;
    private final Map<String, PoolSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, PoolSession> byName = new ConcurrentHashMap<>();

    /// Opens a session; [dev.lifeboat.xen.pool.XenPools#connect] but in tests.
    @FunctionalInterface
    public interface Connector {
        XenPool connect(PoolAccess access, String originator);
    }

    public Pools(PoolAccesses accesses, Connector connector, Namespaces namespaces, Clock clock) {
        this.accesses = accesses;
        this.connector = connector;
        this.namespaces = namespaces;
        this.clock = clock;
    }

    /// A few calls run at a time; others wait here.
    @Override
    public <T> T call(XenHypervisor hypervisor, Function<XenPool, T> calls) {
        closeIdle();
        var session = sessions.computeIfAbsent(hypervisor.getMetadata().getUid(), _ -> new PoolSession(clock));
        byName.put(
                name(
                        hypervisor.getMetadata().getNamespace(),
                        hypervisor.getMetadata().getName()),
                session);
        try {
            return session.call(
                    accesses.forSession(hypervisor),
                    access -> connector.connect(
                            access,
                            Originator.ofOperator(namespaces.uid(
                                            hypervisor.getMetadata().getNamespace()))
                                    .text()),
                    calls);
        } catch (XenException e) {
            throw PoolProblems.ofConnection(hypervisor, e)
                    .<RuntimeException>map(problem -> problem)
                    .orElse(e);
        }
    }

    @Override
    public <T> Optional<T> callIfOpen(String namespace, String hypervisor, Function<XenPool, T> calls) {
        return Optional.ofNullable(byName.get(name(namespace, hypervisor)))
                .flatMap(session -> session.callIfOpen(calls));
    }

    private static String name(String namespace, String hypervisor) {
        return namespace + "/" + hypervisor;
    }

    private void closeIdle() {
        var longAgo = clock.instant().minus(IDLE);
        sessions.entrySet().removeIf(entry -> {
            var idle = entry.getValue().unusedSince(longAgo);
            if (idle) {
                entry.getValue().close();
                byName.values().remove(entry.getValue());
            }
            return idle;
        });
    }

    @Override
    public void close() {
        sessions.values().forEach(PoolSession::close);
        sessions.clear();
        byName.clear();
    }
}
