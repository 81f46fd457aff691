package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a pool is reached and how it may be used.
public record XenHypervisorSpec(
        @Required
        @Size(min = 1, max = 16)
        @ValidationRule(
                value = "self.all(e, e.matches('^https://[^/?#]+$'))",
                message = "each endpoint is https://host or https://host:port, without a path")
        @ValidationRule(
                value = "self.all(e, self.exists_one(o, o == e))",
                message = "an endpoint stands in the list only once")
        @JsonPropertyDescription(
                "Hosts of the pool as https://host[:port], tried in order; the pool master is found from any of them.")
        List<String> endpoints,

        @Nullable
        @Pattern("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        @JsonPropertyDescription(
                "UUID that the pool must have; protects from an address that was given to another pool.")
        String poolUUID,

        @Required @JsonPropertyDescription("Secret with the keys username and password, in the same namespace.")
        LocalRef credentialsSecretRef,

        @Nullable
        @JsonPropertyDescription(
                "How the hosts' TLS certificates are trusted; without it the system's certificate authorities decide.")
        Tls tls,

        @Default("{}") @JsonPropertyDescription("How disk data travels between the hosts and the agents.")
        TransferSpec transfer,

        @Default("{}") @JsonPropertyDescription("Whether and how changed block tracking is used.")
        Cbt cbt,

        @Default("{}") @JsonPropertyDescription("How much of the pool a night of backups may take.")
        Limits limits,

        @Default("{}") @JsonPropertyDescription("How the list of VMs is kept.")
        InventorySpec inventory,

        @Default("false")
        @JsonPropertyDescription("True stops new backups and restores on this pool and leaves running ones alone.")
        boolean suspend) {

    @ValidationRule(
            value = "[has(self.caBundleRef), has(self.certificateFingerprints), has(self.insecureSkipVerify) &&"
                    + " self.insecureSkipVerify].filter(x, x).size() <= 1",
            message = "set one of caBundleRef, certificateFingerprints and insecureSkipVerify, not several")
    public record Tls(
            @Nullable
            @JsonPropertyDescription("ConfigMap or Secret with PEM certificates that sign the hosts' certificates.")
            CaBundleRef caBundleRef,

            @Nullable
            @Size(min = 1, max = 64)
            @JsonPropertyDescription(
                    "SHA-256 fingerprints of the hosts' certificates, hexadecimal, with or without colons.")
            List<String> certificateFingerprints,

            @Default("false")
            @JsonPropertyDescription(
                    "True trusts any certificate, so that anyone on the way can read the password and the disks.")
            boolean insecureSkipVerify) {}

    public record Cbt(
            @Default("Auto")
            @JsonPropertyDescription(
                    "Auto uses changed block tracking where the pool has it, Required refuses to read a whole disk"
                            + " when it is missing, Never does without it.")
            CbtMode mode,

            @Default("true")
            @JsonPropertyDescription("Whether tracking is switched on for a disk when it is first backed up.")
            boolean enableOnFirstBackup) {}

    public enum CbtMode {
        Auto,
        Required,
        Never
    }

    public record Limits(
            @Default("4")
            @Min(1)
            @Max(256)
            @JsonPropertyDescription("VMs of this pool that are backed up or restored at the same time.")
            int maxConcurrentVms,

            @Default("10")
            @Min(0)
            @Max(90)
            @JsonPropertyDescription(
                    "Share of a thickly provisioned storage repository, in percent, that must be free beside what"
                            + " a snapshot takes; backups of VMs with disks there wait otherwise.")
            int minFreeSrPercent,

            @Nullable
            @JsonPropertyDescription(
                    "How fast agents may read disks from this pool, and write them in restores, all together. Each"
                            + " agent gets an even share, one of maxConcurrentVms.")
            Bandwidth bandwidth) {}

    public record InventorySpec(
            @Default("10m")
            @Pattern("^([0-9]+(h|m|s))+$")
            @JsonPropertyDescription("How often the whole inventory is read again.")
            String resyncInterval,

            @Default("true")
            @JsonPropertyDescription(
                    "Whether the pool is asked for its events, so that a new VM, tag or power state shows within"
                            + " seconds; otherwise only when the inventory is read again.")
            boolean useEvents,

            @Default("true") @JsonPropertyDescription("Whether each VM is published as a XenVm.")
            boolean publishVms) {}
}
