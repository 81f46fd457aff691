package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses VMs: a VM is selected when one of `include` matches it and none of `exclude` does.
public record VmSelector(
        @Required @Size(min = 1, max = 64) @JsonPropertyDescription("Terms of which one must match.")
        List<VmTerm> include,

        @Nullable @Size(max = 64) @JsonPropertyDescription("Terms of which none may match; stronger than include.")
        List<VmTerm> exclude) {

    /// Matches a VM that fits all of the fields that are set.
    @ValidationRule(
            value = "has(self.uuids) || has(self.names) || has(self.nameRegex) || has(self.tags) ||"
                    + " has(self.powerStates)",
            message = "a term needs at least one of uuids, names, nameRegex, tags and powerStates; to select every VM"
                    + " say nameRegex: '.*'")
    public record VmTerm(
            @Nullable @Size(min = 1, max = 256) @JsonPropertyDescription("UUIDs of VMs.")
            List<String> uuids,

            @Nullable @Size(min = 1, max = 256) @JsonPropertyDescription("Names of VMs, in full.")
            List<String> names,

            @Nullable @Size(min = 1, max = 512) @JsonPropertyDescription("Regular expression that fits the whole name.")
            String nameRegex,

            @Nullable @JsonPropertyDescription("Tags of VMs.")
            Tags tags,

            @Nullable @JsonPropertyDescription("Power states.")
            List<PowerState> powerStates) {}

    public record Tags(
            @Nullable @JsonPropertyDescription("The VM has one of these.")
            List<String> anyOf,

            @Nullable @JsonPropertyDescription("The VM has all of these.")
            List<String> allOf,

            @Nullable @JsonPropertyDescription("The VM has none of these.")
            List<String> noneOf) {}

    public enum PowerState {
        Halted,
        Paused,
        Running,
        Suspended
    }
}
