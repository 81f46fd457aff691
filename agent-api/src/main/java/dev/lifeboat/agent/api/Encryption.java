package dev.lifeboat.agent.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/// Whether a repository is encrypted. There is no third way: what an order says and what the storage holds must agree,
/// so that nobody can slip an unencrypted repository under an agent.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Encryption.Required.class, name = "Required"),
    @JsonSubTypes.Type(value = Encryption.Disabled.class, name = "Disabled")
})
public sealed interface Encryption {
    /// Opened with the key in the folder that [AgentArguments#repositoryKey] names.
    ///
    /// @param recoveryIdentities public identities whose owners can open a repository that is created now, too
    /// @param lastSeen           what the repository was at the last look; another one is refused
    record Required(List<String> recoveryIdentities, Optional<Seen> lastSeen) implements Encryption {
        public Required {
            recoveryIdentities = List.copyOf(recoveryIdentities);
        }
    }

    /// By which an encrypted repository is known again.
    ///
    /// @param fingerprint of its secret, which never changes
    /// @param generation  of its keys, which grows with each change of them: older ones are refused
    record Seen(String fingerprint, long generation) {}

    /// Whoever reads the storage reads the disks; only when the user asked for it by name.
    record Disabled() implements Encryption {}
}
