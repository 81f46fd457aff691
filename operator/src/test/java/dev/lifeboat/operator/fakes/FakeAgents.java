package dev.lifeboat.operator.fakes;

import dev.lifeboat.agent.api.Order;
import dev.lifeboat.operator.agent.AgentOrder;
import dev.lifeboat.operator.agent.AgentRun;
import dev.lifeboat.operator.agent.Agents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Agents that do what a test says.
public final class FakeAgents implements Agents {
    private final Map<String, AgentRun> runs = new LinkedHashMap<>();
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private boolean lingering;
    private int silences;

    /// How all agents that were started stand now.
    public void all(AgentRun run) {
        runs.replaceAll((_, _) -> run);
    }

    /// Whether pods outlive their Job for a while.
    public void lingering(boolean lingering) {
        this.lingering = lingering;
    }

    public int count() {
        return runs.size();
    }

    /// The order of the agent whose name ends so.
    public Order order(String purpose) {
        return orders.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(purpose))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public AgentRun observe(String namespace, String name) {
        return runs.getOrDefault(name, new AgentRun.Absent());
    }

    @Override
    public void start(AgentOrder order) {
        runs.putIfAbsent(order.name(), new AgentRun.Pending(Optional.empty()));
        orders.putIfAbsent(order.name(), order.order());
    }

    @Override
    public void forgetSilent(String namespace, String name) {
        runs.remove(name);
        silences++;
    }

    /// Agents that were forgotten because they said nothing.
    public int silences() {
        return silences;
    }

    @Override
    public void stop(String namespace, String name) {
        runs.remove(name);
        orders.remove(name);
    }

    @Override
    public boolean gone(String namespace, String name) {
        return !runs.containsKey(name) && !lingering;
    }
}
