package dev.lifeboat.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How disk data travels between the hosts and the agents.
@ValidationRule(
        value = "[has(self.networkUUID), has(self.networkName), has(self.cidr)].filter(x, x).size() <= 1",
        message = "set one of networkUUID, networkName and cidr, not several")
public record TransferSpec(
        @Nullable
        @Pattern("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        @JsonPropertyDescription(
                "UUID of the pool's network that disk data takes, over NBD and over HTTPS. Where a host cannot be"
                        + " reached on it, its other addresses are tried, that of its management interface last.")
        String networkUUID,

        @Nullable
        @Size(min = 1, max = 255)
        @JsonPropertyDescription("The same by the network's name, which has to be unique in the pool.")
        String networkName,

        @Nullable
        @Pattern("^[0-9a-fA-F.:]+/[0-9]{1,3}$")
        @JsonPropertyDescription("The same by the addresses that hosts have there, such as 10.20.0.0/24.")
        String cidr,

        @Nullable
        @Size(max = 64)
        @JsonPropertyDescription(
                "Addresses of hosts as agents reach them, where these differ from what the pool knows, as behind NAT."
                        + " They go before any network.")
        List<HostAddressOverride> hostAddressOverrides,

        @Default("{}") @JsonPropertyDescription("Settings of the NBD connections.")
        Nbd nbd) {

    public record HostAddressOverride(
            @Required
            @Pattern("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
            @JsonPropertyDescription("UUID of the host.")
            String hostUUID,

            @Required
            @Pattern("^([0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)$")
            @Size(max = 45)
            @JsonPropertyDescription("IP address, without brackets.")
            String address) {}

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
