package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.PoolWatch;
import dev.lifeboat.xen.VirtualMachine;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.Failure;
import dev.lifeboat.xen.fake.FakeEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolWatchTest extends PoolTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    private XenPool connection;
    private FakeEvents events;
    private String host;
    private String web;

    @BeforeEach
    void fillPool() {
        host = pool.add(
                "host",
                Map.of(
                        "name_label",
                        "xen1",
                        "address",
                        "127.0.0.1:" + pool.host().port()));
        pool.add("pool", Map.of("name_label", "west", "master", host));
        web = vm("web");
        vm("db");
        events = FakeEvents.of(pool);
        connection = connect();
    }

    @AfterEach
    void stop() {
        connection.close();
    }

    @Test
    void beginsWithAllThatThereIs() {
        try (var watch = connection.watch()) {
            assertThat(watch.inventory()).isEqualTo(connection.readInventory());
            assertThat(names(watch)).containsExactlyInAnyOrder("web", "db");
            assertThat(watch.next(WAIT)).isEmpty();
        }
        assertThat(pool.callsOf("event.from")).extracting(call -> call.get(1)).containsExactly("", "t1");
    }

    @Test
    void tellsWhatChangedCameAndWent() {
        try (var watch = connection.watch()) {
            events.change("VM", web, "name_label", "www");
            var renamed = watch.next(WAIT).orElseThrow();
            String mail = vm("mail");
            events.add("VM", mail);
            var added = watch.next(WAIT).orElseThrow();
            var webUuid = pool.uuid("VM", web);
            events.remove("VM", web);
            var removed = watch.next(WAIT).orElseThrow();

            assertThat(renamed.changedVms()).containsExactly(webUuid);
            assertThat(renamed.source()).isEqualTo(InventoryChange.Source.EVENTS);
            assertThat(added.changedVms()).containsExactly(pool.uuid("VM", mail));
            assertThat(removed.changedVms()).isEmpty();
            assertThat(removed.removedVms()).containsExactly(webUuid);
            assertThat(names(watch)).containsExactlyInAnyOrder("db", "mail");
        }
    }

    @Test
    void aDiskThatChangesIsAChangeOfItsVm() {
        String sr = pool.add("SR", Map.of("name_label", "local", "physical_size", "1", "physical_utilisation", "1"));
        String vdi = pool.add("VDI", Map.of("name_label", "root", "virtual_size", "1", "SR", sr));
        pool.records("VM")
                .get(web)
                .put(
                        "VBDs",
                        List.of(pool.add(
                                "VBD", Map.of("type", "Disk", "empty", false, "VDI", vdi, "userdevice", "0"))));
        try (var watch = connection.watch()) {
            events.change("VDI", vdi, "virtual_size", "2");

            assertThat(watch.next(WAIT).orElseThrow().changedVms()).containsExactly(pool.uuid("VM", web));
        }
    }

    @Test
    void whatNobodyUsesIsNoChange() {
        try (var watch = connection.watch()) {
            events.change("VM", web, "domid", "9");

            assertThat(watch.next(WAIT)).isEmpty();
        }
    }

    @Test
    void lostEventsAndForeignTokensMeanReadingAllAgain() {
        for (String code : List.of("EVENTS_LOST", "EVENT_FROM_TOKEN_PARSE_FAILURE")) {
            try (var watch = connection.watch()) {
                events.fail(new Failure(code));
                pool.records("VM").get(web).put("name_label", "missed " + code);

                assertThat(watch.next(WAIT)).isEmpty();
                var change = watch.next(WAIT).orElseThrow();

                assertThat(change.source()).isEqualTo(InventoryChange.Source.REREAD);
                assertThat(names(watch)).contains("missed " + code);
            }
        }
    }

    @Test
    void aNewSessionMayBeWithAnotherMasterWhoseEventsBeginAnew() {
        try (var watch = connection.watch()) {
            pool.dropSessions();
            pool.records("VM").get(web).put("name_label", "after the restart");

            var change = watch.next(WAIT).orElseThrow();

            assertThat(change.source()).isEqualTo(InventoryChange.Source.REREAD);
            assertThat(names(watch)).contains("after the restart");
        }
    }

    @Test
    void anObjectThatVanishedUnnoticedIsNoticedByThePoolsOwnCount() {
        try (var watch = connection.watch()) {
            pool.records("VM").remove(web);
            events.counts(Map.of("vm", 1, "message", 17, "task", 3));

            assertThat(watch.next(WAIT)).isEmpty();
            assertThat(watch.next(WAIT).orElseThrow().removedVms()).hasSize(1);
        }
    }

    @Test
    void aCountThatIsNeverRightDoesNotMeanReadingAllForEver() {
        try (var watch = connection.watch()) {
            events.counts(Map.of("vm", 99));
            for (int look = 0; look < 10; look++) {
                watch.next(WAIT);
            }
        }
        assertThat(pool.callsOf("event.from"))
                .filteredOn(call -> call.get(1).equals(""))
                .hasSize(2);
    }

    @Test
    void aPoolThatTellsNoEventsIsReadAgainAndAgain() {
        pool.on("event.from", _ -> {
            throw new Failure("RBAC_PERMISSION_DENIED", "event.from", "no");
        });
        try (var watch = connection.watch()) {
            assertThat(names(watch)).containsExactlyInAnyOrder("web", "db");
            pool.records("VM").get(web).put("name_label", "polled");

            var change = watch.next(WAIT).orElseThrow();

            assertThat(change.source()).isEqualTo(InventoryChange.Source.POLL);
            assertThat(change.changedVms()).containsExactly(pool.uuid("VM", web));
            assertThat(watch.next(WAIT)).isEmpty();
        }
        assertThat(time.pauses()).containsExactly(WAIT, WAIT);
        assertThat(pool.callsOf("event.from")).hasSize(1);
    }

    @Test
    void eventsThatAreForbiddenLaterAreFollowedByPollingUntilTheNextSession() {
        try (var watch = connection.watch()) {
            events.fail(new Failure("MESSAGE_METHOD_UNKNOWN", "event.from"));
            assertThat(watch.next(WAIT)).isEmpty();
            pool.records("VM").get(web).put("name_label", "polled");
            assertThat(watch.next(WAIT).map(InventoryChange::source)).contains(InventoryChange.Source.POLL);
            pool.dropSessions();
            watch.next(WAIT);
            pool.records("VM").get(web).put("name_label", "told");

            assertThat(watch.next(WAIT).map(InventoryChange::source)).contains(InventoryChange.Source.REREAD);
        }
    }

    @Test
    void aPoolThatCannotBeReadIsToldAndAskedAgainAfterPausesThatGrow() {
        try (var watch = connection.watch()) {
            for (int failure = 0; failure < 4; failure++) {
                assertThatThrownBy(() -> nextFailing(watch)).isInstanceOf(XapiException.Retryable.class);
            }
            assertThat(time.pauses())
                    .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
            pool.records("VM").get(web).put("name_label", "back");

            assertThat(watch.next(WAIT).map(InventoryChange::source)).contains(InventoryChange.Source.REREAD);
            assertThat(names(watch)).contains("back");
        }
    }

    @Test
    void aConnectionThatBreaksIsToldAndTheWatchGoesOn() throws Exception {
        var watch = connection.watch();
        pool.close();

        assertThatThrownBy(() -> watch.next(WAIT)).isInstanceOf(PoolUnreachableException.class);
        assertThat(names(watch)).containsExactlyInAnyOrder("web", "db");
    }

    /// The empty token of a new beginning is answered with everything, unless it fails too.
    private Optional<InventoryChange> nextFailing(PoolWatch watch) {
        pool.on("event.from", _ -> {
            throw new Failure("HOST_OFFLINE", "x");
        });
        try {
            return watch.next(WAIT);
        } finally {
            pool.on("event.from", events);
        }
    }

    private String vm(String name) {
        return pool.add(
                "VM",
                Map.of(
                        "name_label",
                        name,
                        "power_state",
                        "Running",
                        "memory_dynamic_max",
                        "1",
                        "VCPUs_at_startup",
                        "1"));
    }

    private static List<String> names(PoolWatch watch) {
        return watch.inventory().vms().stream().map(VirtualMachine::name).toList();
    }
}
