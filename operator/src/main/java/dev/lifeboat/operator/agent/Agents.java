package dev.lifeboat.operator.agent;

/// Starts agents and says how they do. Every call sees what was just done.
public interface Agents {
    AgentRun observe(String namespace, String name);

    /// Does nothing when an agent of this name exists: its order is the one that counts, since it may already be
    /// followed.
    void start(AgentOrder order);

    /// Forgets the agent that was silent to the end, and counts that, so that the next start under this name is
    /// another try: after a few of them [#observe] says [AgentRun.Died] instead.
    void forgetSilent(String namespace, String name);

    /// Ends the agent, which cleans up, and forgets its order. See [#gone].
    void stop(String namespace, String name);

    /// Whether nothing of it runs any more.
    boolean gone(String namespace, String name);
}
