package dev.lifeboat.operator.access;

import java.util.UUID;

/// On whose behalf sessions and tasks on a pool run: their label says which namespace of which cluster they belong to,
/// and which process or which resource. A pool counts sessions by it, so no installation pushes out another's.
///
/// @param text as the pool has it
public record Originator(String text) {
    private static final String OPERATOR = "lifeboat-operator/";
    private static final String AGENT = "lifeboat-agent/";
    /// Tells this process from the one before it, which may have ended in the middle of something.
    private static final String THIS_PROCESS = UUID.randomUUID().toString();

    /// Of this process.
    ///
    /// @param namespaceUid see [Namespaces#uid]
    public static Originator ofOperator(String namespaceUid) {
        return new Originator(OPERATOR + namespaceUid + "/" + THIS_PROCESS);
    }

    /// Of all agents that work for a VmBackup or VmRestore.
    public static Originator ofAgent(String namespaceUid, String ownerUid) {
        return new Originator(AGENT + namespaceUid + "/" + ownerUid);
    }

    /// Whether an operator of this namespace has it that is not this process.
    public boolean ofEarlierOperator(String namespaceUid) {
        return text.startsWith(OPERATOR + namespaceUid + "/") && !equals(ofOperator(namespaceUid));
    }

    /// Whether it is that of an agent for a resource of this namespace.
    public boolean ofAgentIn(String namespaceUid) {
        return text.startsWith(AGENT + namespaceUid + "/");
    }

    /// The uid of the resource that an agent works for.
    public String owner() {
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
