package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenVm;
import dev.lifeboat.e2e.stack.ForeignPoolClient;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What keeps disks from being read over NBD is told with the command that helps, and that command helps.
/// Changes of the pool show when they happen.
@OnTheSharedPool
class NbdPreconditionsIT {
    private static final String NAMESPACE = "nbd-preconditions";
    private static final Pattern COMMAND =
            Pattern.compile("xe network-param-(add|remove) param-name=purpose param-key=(\\S+) uuid=([0-9a-f-]{36})");

    private final Lifeboat lifeboat;

    NbdPreconditionsIT(Lifeboat lifeboat) {
        this.lifeboat = lifeboat;
    }

    @BeforeEach
    void aPoolThatIsReadOften() {
        var manifests = new Manifests(NAMESPACE, lifeboat.pool());
        lifeboat.apply(manifests.namespaceItself());
        lifeboat.apply(manifests.credentials(lifeboat.pool().password()));
        lifeboat.apply(manifests.hypervisor() + "  inventory: {resyncInterval: 2s}\n");
        awaitNbd(XenHypervisorReason.TlsNbd);
    }

    @AfterEach
    void asItWas() throws Exception {
        lifeboat.control("DELETE", "/faults");
        try (var pool = new ForeignPoolClient(lifeboat.pool())) {
            purposes(pool, "insecure_nbd", "remove");
        }
    }

    @Test
    void withoutANetworkForItTheCommandInTheMessageOpensOne() {
        try (var pool = new ForeignPoolClient(lifeboat.pool())) {
            var networks = purposes(pool, "nbd", "remove");
            var told = awaitNbd(XenHypervisorReason.NoNbdNetwork);
            assertThat(told.getStatus()).isEqualTo("False");

            follow(pool, told.getMessage());
            var open = lifeboat.await(
                    XenHypervisor.class,
                    NAMESPACE,
                    "pool",
                    found -> !nbd(found).getReason().equals(XenHypervisorReason.NoNbdNetwork.name()));

            assertThat(open.getStatus().capabilities().nbd()).isEqualTo("Tls");
            purposes(pool, "nbd", "remove");
            networks.forEach(network -> pool.call("network.add_purpose", network, "nbd"));
        }
        awaitNbd(XenHypervisorReason.TlsNbd);
    }

    @Test
    void withoutEncryptionTheCommandsInTheMessageTurnItOn() {
        try (var pool = new ForeignPoolClient(lifeboat.pool())) {
            purposes(pool, "nbd", "remove")
                    .forEach(network -> pool.call("network.add_purpose", network, "insecure_nbd"));

            follow(pool, awaitNbd(XenHypervisorReason.InsecureNbd).getMessage());
        }
        awaitNbd(XenHypervisorReason.TlsNbd);
    }

    @Test
    void aClosedDoorIsTold() throws Exception {
        lifeboat.control("POST", "/faults/nbd-refuse", "{\"enabled\":true}");

        var told = awaitNbd(XenHypervisorReason.PortBlocked);

        assertThat(told.getMessage()).contains("systemctl status xapi-nbd", "xcp-host-1");
        assertThat(lifeboat.client()
                        .resources(XenHypervisor.class)
                        .inNamespace(NAMESPACE)
                        .withName("pool")
                        .get()
                        .getStatus()
                        .hosts())
                .allSatisfy(host -> {
                    assertThat(host.nbdAddresses()).isNotEmpty();
                    assertThat(host.nbdState()).isEqualTo("Blocked");
                });
        lifeboat.control("DELETE", "/faults");
        awaitNbd(XenHypervisorReason.TlsNbd);
    }

    @Test
    void aNewTagShowsWithinSecondsAndNotAtTheNextReading() {
        lifeboat.apply(new Manifests("events", lifeboat.pool()).namespaceItself());
        var manifests = new Manifests("events", lifeboat.pool());
        lifeboat.apply(manifests.credentials(lifeboat.pool().password()));
        lifeboat.apply(manifests.hypervisor() + "  inventory: {resyncInterval: 1h}\n");
        lifeboat.await(
                XenHypervisor.class,
                "events",
                "pool",
                found -> Conditions.isTrue(found.getStatus().conditions(), "EventsFollowed"));
        var vm = lifeboat.vm("db-01");
        try (var pool = new ForeignPoolClient(lifeboat.pool())) {
            var ref = pool.call("VM.get_by_uuid", vm.uuid()).asText();
            pool.call("VM.add_tags", ref, "told-by-an-event");
            Awaitility.await("the tag shows")
                    .atMost(Lifeboat.LIMIT)
                    .until(() ->
                            lifeboat.client().resources(XenVm.class).inNamespace("events").list().getItems().stream()
                                    .filter(it -> it.getSpec().uuid().equals(vm.uuid()))
                                    .anyMatch(it -> it.getStatus() != null
                                            && it.getStatus().tags().contains("told-by-an-event")));
            pool.call("VM.remove_tags", ref, "told-by-an-event");
        }
    }

    /// Does what a person does who copies the commands.
    private static void follow(ForeignPoolClient pool, String message) {
        var commands = COMMAND.matcher(message).results().toList();
        assertThat(commands).as(message).isNotEmpty();
        commands.forEach(command -> pool.call(
                "network." + command.group(1) + "_purpose",
                pool.call("network.get_by_uuid", command.group(3)).asText(),
                command.group(2)));
    }

    private static List<String> purposes(ForeignPoolClient pool, String purpose, String verb) {
        var networks = pool.call("network.get_all_records")
                .propertyStream()
                .filter(network -> network.getValue()
                        .path("purpose")
                        .valueStream()
                        .anyMatch(it -> it.asText().equals(purpose)))
                .map(Map.Entry::getKey)
                .toList();
        networks.forEach(network -> pool.call("network." + verb + "_purpose", network, purpose));
        return networks;
    }

    private Condition awaitNbd(XenHypervisorReason reason) {
        return nbd(lifeboat.await(
                XenHypervisor.class,
                NAMESPACE,
                "pool",
                found -> nbd(found).getReason().equals(reason.name())));
    }

    private static Condition nbd(XenHypervisor hypervisor) {
        return Conditions.find(hypervisor.getStatus().conditions(), "NbdAvailable")
                .orElseGet(() -> new ConditionBuilder().withReason("").build());
    }
}
