package dev.lifeboat.operator.vmrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.RestoreRoute;
import dev.lifeboat.agent.api.RestoreRoute.Archive;
import dev.lifeboat.agent.api.RestoreRoute.Disks;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.agent.api.Transfer;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.VmRestoreSpec;
import dev.lifeboat.crds.VmRestoreSpec.Identity;
import dev.lifeboat.crds.VmRestoreSpec.Mac;
import dev.lifeboat.crds.VmRestoreSpec.Route;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RestoreOrdersTest {
    private static final UUID VM = UUID.fromString("11111111-0000-0000-0000-000000000000");

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource
    void theVmGetsBackAsItWasAskedFor(Route route, Identity identity, Mac mac, RestoreRoute expected) {
        var spec = new VmRestoreSpec(
                new VmRestoreSpec.Source(new LocalRef("web-1"), null),
                new VmRestoreSpec.Target(new LocalRef("pool"), null, null),
                new VmRestoreSpec.StorageMapping(null, null, null),
                new VmRestoreSpec.NetworkMapping(null, VmRestoreSpec.OnUnmapped.MatchByName),
                mac,
                route,
                identity,
                false,
                false);
        var point = new Source.Point("bucket", VM, "p-1", Optional.of("web"));

        var order = new RestoreOrders("namespace")
                .of(
                        new Request("uid", "backups/back", spec, true),
                        new Step.StartAgent(point, "web"),
                        new PoolAccess(List.of(URI.create("https://10.0.0.1")), new PoolTrust.Insecure()),
                        new RepositoryAccess(new StorageAccess.FileSystem(""), new Encryption.Disabled()),
                        new Transfer(
                                Transfer.NbdTls.Required,
                                2,
                                2 << 20,
                                Transfer.OnUnavailable.FallBack,
                                Transfer.OnUnavailable.FallBack));

        assertThat(order.route()).isEqualTo(expected);
        assertThat(order.preserveMacs()).isEqualTo(mac == Mac.Preserve);
    }

    static Stream<Arguments> theVmGetsBackAsItWasAskedFor() {
        return Stream.of(
                arguments(Route.Auto, Identity.New, Mac.Regenerate, new Disks(Disks.Format.Auto)),
                arguments(Route.Raw, Identity.New, Mac.Regenerate, new Disks(Disks.Format.Raw)),
                arguments(Route.Vhd, Identity.New, Mac.Preserve, new Disks(Disks.Format.Vhd)),
                arguments(Route.Xva, Identity.New, Mac.Regenerate, new Archive(Archive.Identity.New)),
                arguments(Route.Xva, Identity.Original, Mac.Preserve, new Archive(Archive.Identity.Original)));
    }
}
