package dev.lifeboat.operator.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.TransferSpec;
import dev.lifeboat.crds.TransferSpec.HostAddressOverride;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.xen.Host;
import dev.lifeboat.xen.HostAddress;
import dev.lifeboat.xen.HostRoute;
import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Network;
import dev.lifeboat.xen.Pool;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.Shortcoming.Feature;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A pool of two hosts: both on the management network, the first one on the backup network too.
class TransferRoutesTest {
    private static final UUID ONE = UUID.fromString("11111111-0000-0000-0000-000000000001");
    private static final UUID TWO = UUID.fromString("11111111-0000-0000-0000-000000000002");
    private static final UUID MANAGEMENT = UUID.fromString("22222222-0000-0000-0000-000000000001");
    private static final UUID BACKUP = UUID.fromString("22222222-0000-0000-0000-000000000002");
    private static final HostRoute ONE_ON_BACKUP =
            new HostRoute(ONE, List.of("10.1.0.1"), List.of("10.0.0.1", "10.1.0.1"));

    @Test
    void nothingChosenIsNothingPreferredAndNoTrouble() {
        var routes = routes(spec(null, null, null));

        assertThat(routes.hosts()).isEmpty();
        assertThat(routes.chosen()).isFalse();
        assertThat(routes.trouble()).isEmpty();
        assertThat(routes.addressesOf(host(ONE, "xen1", "10.0.0.1"))).containsExactly("10.0.0.1");
    }

    @Test
    void aNetworkIsMeantByUuidByNameOrByItsAddresses() {
        for (var spec : List.of(
                spec(BACKUP.toString(), null, null), spec(null, "backup", null), spec(null, null, "10.1.0.0/16"))) {
            var routes = routes(spec);
            assertThat(routes.hosts()).containsExactly(ONE_ON_BACKUP);
            assertThat(routes.addressesOf(host(ONE, "xen1", "10.0.0.1"))).containsExactly("10.1.0.1", "10.0.0.1");
        }
    }

    @Test
    void aHostThatIsNotOnTheNetworkIsToldWithTheCommandThatHelps() {
        var trouble = routes(spec(null, "backup", null)).trouble().orElseThrow();

        assertThat(trouble.reason()).isEqualTo(XenHypervisorReason.HostWithoutAddress);
        assertThat(trouble.message())
                .contains("Host xen2", "network 'backup'", "10.0.0.2", "xe pif-reconfigure-ip", TWO.toString())
                .contains(BACKUP.toString(), "hostAddressOverrides");
    }

    @Test
    void anAddressThatIsWrittenDownHelpsToo() {
        var routes = routes(spec(null, "backup", null, new HostAddressOverride(TWO.toString(), "192.0.2.2")));

        assertThat(routes.hosts())
                .containsExactly(ONE_ON_BACKUP, new HostRoute(TWO, List.of("192.0.2.2"), List.of("10.0.0.2")));
        assertThat(routes.trouble()).isEmpty();
    }

    @Test
    void whatIsWrittenDownForAHostGoesBeforeTheNetwork() {
        var routes = routes(spec(null, "backup", null, new HostAddressOverride(ONE.toString(), "192.0.2.1")));

        assertThat(routes.preferredOf(ONE)).containsExactly("192.0.2.1");
    }

    @Test
    void anUnknownNetworkChangesNothingAndIsToldWithThoseThatThereAre() {
        for (var spec :
                List.of(spec(null, "storage", null), spec(UUID.randomUUID().toString(), null, null))) {
            var routes = routes(spec);
            assertThat(routes.hosts()).isEmpty();
            assertTrouble(routes, XenHypervisorReason.UnknownReference, "'backup' (" + BACKUP + ")", "xe network-list");
        }
    }

    @Test
    void aNameThatTwoNetworksHaveIsNotGuessed() {
        assertTrouble(routes(spec(null, "twice", null)), XenHypervisorReason.Conflicting, "2 networks", "networkUUID");
    }

    @Test
    void whatIsNoNetworkOrAddressIsRefused() {
        assertTrouble(routes(spec(null, null, "10.0.0.0/77")), XenHypervisorReason.InvalidSpec, "10.0.0.0/77");
        var routes = routes(spec(null, null, null, new HostAddressOverride(ONE.toString(), "300.1.1.1")));
        assertTrouble(routes, XenHypervisorReason.InvalidSpec, "300.1.1.1");
        assertThat(routes.hosts()).isEmpty();
    }

    @Test
    void anOverrideForNoHostOfThePoolIsTold() {
        var stranger = UUID.randomUUID().toString();

        assertTrouble(
                routes(spec(null, null, null, new HostAddressOverride(stranger, "192.0.2.1"))),
                XenHypervisorReason.UnknownReference,
                stranger,
                "xen1 (" + ONE + ")");
    }

    @Test
    void aNetworkThatNbdIsNotOpenOnIsToldWithTheCommandThatOpensIt() {
        assertTrouble(
                routes(spec(null, "management", null)),
                XenHypervisorReason.NoNbdNetwork,
                "xe network-param-add param-name=purpose param-key=nbd uuid=" + MANAGEMENT);
    }

    private static void assertTrouble(TransferRoutes routes, XenHypervisorReason reason, String... parts) {
        var trouble = routes.trouble().orElseThrow();
        assertThat(trouble.reason()).isEqualTo(reason);
        assertThat(trouble.message()).contains(parts);
    }

    private static TransferRoutes routes(TransferSpec spec) {
        var backup = network(BACKUP, "backup");
        return TransferRoutes.of(
                spec,
                new Inventory(
                        new Pool(ONE, "west", ONE, Optional.empty(), "XCP-ng", "8.3.0", "2.21"),
                        List.of(host(ONE, "xen1", "10.0.0.1"), host(TWO, "xen2", "10.0.0.2")),
                        List.of(),
                        List.of(
                                network(MANAGEMENT, "management"),
                                backup,
                                network(UUID.randomUUID(), "twice"),
                                network(UUID.randomUUID(), "twice")),
                        List.of()),
                new PoolCapabilities(
                        true,
                        NbdState.TLS,
                        true,
                        false,
                        true,
                        false,
                        false,
                        List.of(backup),
                        List.of(
                                new HostAddress(ONE, MANAGEMENT, "10.0.0.1", true),
                                new HostAddress(ONE, BACKUP, "10.1.0.1", false),
                                new HostAddress(TWO, MANAGEMENT, "10.0.0.2", true)),
                        List.of(new Shortcoming(Feature.QUIESCE, Cause.TOO_OLD, "It cannot.", "Wait."))));
    }

    private static Network network(UUID uuid, String name) {
        return new Network(uuid, name, Set.of());
    }

    private static Host host(UUID uuid, String name, String address) {
        return new Host(uuid, name, address, true, true, "8.3.0");
    }

    private static TransferSpec spec(
            @Nullable String uuid, @Nullable String name, @Nullable String cidr, HostAddressOverride... overrides) {
        return new TransferSpec(
                uuid,
                name,
                cidr,
                overrides.length == 0 ? null : List.of(overrides),
                new TransferSpec.Nbd(TransferSpec.Tls.Required, 2, new Quantity("2Mi")));
    }
}
