package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which disks of a VM are backed up; all of them where nothing is said.
public record DiskSelector(
        @Nullable
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("A disk that fits one of these is left out; stronger than include.")
        List<DiskTerm> exclude,

        @Nullable
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("If given, a disk that fits none of these is left out.")
        List<DiskTerm> include,

        @Default("true")
        @JsonPropertyDescription(
                "Whether a disk with [NOBAK] in its name is left out, as users of Xen Orchestra know it.")
        boolean honourNameMarkers) {

    /// Fits a disk that has all that is set.
    @ValidationRule(
            value = "has(self.names) || has(self.nameRegex) || has(self.devices) || has(self.srUUIDs) || has(self.tags)"
                    + " || has(self.largerThan)",
            message =
                    "a term needs at least one of names, nameRegex, devices, srUUIDs, tags and largerThan; to leave out"
                            + " every disk but some, list those under include")
    public record DiskTerm(
            @Nullable @Size(min = 1, max = 64) @JsonPropertyDescription("Names of disks, in full.")
            List<String> names,

            @Nullable
            @Size(min = 1, max = 512)
            @JsonPropertyDescription("Regular expression that fits the whole name of the disk.")
            String nameRegex,

            @Nullable
            @Size(min = 1, max = 64)
            @JsonPropertyDescription("Positions on the VM, such as 0, as xe vbd-list shows them under userdevice.")
            List<String> devices,

            @Nullable @Size(min = 1, max = 64) @JsonPropertyDescription("UUIDs of storage repositories.")
            List<String> srUUIDs,

            @Nullable @Size(min = 1, max = 64) @JsonPropertyDescription("Tags of disks, of which it has at least one.")
            List<String> tags,

            @Nullable @JsonPropertyDescription("Virtual size that the disk exceeds, such as 2Ti.")
            Quantity largerThan) {}
}
