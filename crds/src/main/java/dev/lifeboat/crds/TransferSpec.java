package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// How disk data travels between the hosts and the agents.
public record TransferSpec(
        @Nullable
        @Pattern("^[0-9a-fA-F.:]+/[0-9]{1,3}$")
        @JsonPropertyDescription(
                "Only addresses of the hosts inside this network are used for NBD, such as 10.20.0.0/24.")
        String cidr,

        @Default("{}") @JsonPropertyDescription("Settings of the NBD connections.")
        Nbd nbd) {

    public record Nbd(
            @Default("Required") @JsonPropertyDescription("Whether NBD must run inside TLS.")
            Tls tls,

            @Default("2")
            @Min(1)
            @Max(16)
            @JsonPropertyDescription(
                    "Connections per disk at most, opened while each one pays; a host serves 16 in all, to every"
                            + " client together.")
            int connectionsPerDisk,

            @Default("2Mi") @JsonPropertyDescription("Size of one read, a multiple of 64Ki up to 32Mi.")
            Quantity readSize) {}

    public enum Tls {
        Required,
        Preferred,
        Disabled
    }
}
