package dev.lifeboat.agent.nbd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// Looks at the connections of a disk once in a tick: drops those that stall, and asks for another one where it pays.
/// Runs on one event loop, never at the same time as itself.
final class ConnectionWatch {
    private final StallRule stalls;
    private final ConnectionGrowth growth;
    private final Dispatch dispatch;
    private final IntConsumer want;
    private final Map<NbdConnection, RecentBytes> recent = new HashMap<>();
    private boolean wasWaiting;

    /// @param want told how many connections there should be
    ConnectionWatch(StallRule stalls, ConnectionGrowth growth, Dispatch dispatch, IntConsumer want) {
        this.stalls = stalls;
        this.growth = growth;
        this.dispatch = dispatch;
        this.want = want;
    }

    void look() {
        var live = dispatch.live();
        recent.keySet().retainAll(live);
        live.forEach(connection ->
                recent.computeIfAbsent(connection, _ -> new RecentBytes()).sample(connection.receivedBytes()));
        live.forEach(this::judge);
        grow(live);
    }

    private void judge(NbdConnection connection) {
        var others = recent.entrySet().stream()
                .filter(entry -> entry.getKey() != connection)
                .map(Map.Entry::getValue)
                .toList();
        stalls.verdict(connection.waiting(), recent.getOrDefault(connection, new RecentBytes()), others)
                .ifPresent(connection::drop);
    }

    private void grow(List<NbdConnection> live) {
        boolean waiting = dispatch.isWaiting();
        if (waiting && wasWaiting && !live.isEmpty()) {
            long bytes = live.stream()
                    .mapToLong(connection ->
                            recent.getOrDefault(connection, new RecentBytes()).lastBytes(1))
                    .sum();
            int wanted = growth.wanted(live.size(), bytes);
            if (wanted > live.size()) {
                want.accept(wanted);
            }
        }
        wasWaiting = waiting;
    }
}
