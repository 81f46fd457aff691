package dev.lifeboat.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import dev.lifeboat.simulator.TestClient.CallFailed;
import dev.lifeboat.simulator.api.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HostControlTest {
    private static final String MASTER = "xcp-host-1";
    private static final String MEMBER = "xcp-host-2";

    @AutoClose
    private SmallPool small = SmallPool.start();

    private HostControl hosts = small.pool().control().hosts();

    private static CallFailed failure(Runnable call) {
        return catchThrowableOfType(CallFailed.class, call::run);
    }

    private String host(String name) {
        return small.client().texts("host.get_by_name_label", name).getFirst();
    }

    @Test
    void aCrashedMasterResetsConnectionsAndItsMembersCannotReachIt() {
        hosts.crash(MASTER);
        assertThatThrownBy(() -> small.client().call("VM.get_all")).hasRootCauseInstanceOf(IOException.class);
        var member = TestClient.anonymous(small.pool(), small.pool().endpoints().getLast());
        assertThat(failure(() -> member.raw("session.login_with_password", "root", "password"))
                        .code())
                .isEqualTo("HOST_STILL_BOOTING");
        assertThat(member.raw("session.slave_local_login_with_password", "root", "password")
                        .asText())
                .startsWith("OpaqueRef:");

        hosts.boot(MASTER);
        assertThat(failure(() -> small.client().call("VM.get_all")).code()).isEqualTo("SESSION_INVALID");
        var again = TestClient.of(small.pool());
        assertThat(again.text(
                        "VM.get_power_state",
                        again.texts("VM.get_by_name_label", "vm").getFirst()))
                .isEqualTo("Halted");
    }

    @Test
    void aCrashBreaksTheTrackingOfDisksThatWereWritten() {
        var client = small.client();
        var vm = small.vm("vm");
        var disk = small.disk(vm, "0");
        client.call("VDI.enable_cbt", disk);
        var before = small.disk(small.snapshot(vm), "0");
        client.call("VM.hard_shutdown", vm);
        client.call("VM.start_on", vm, host(MEMBER), false, false);
        hosts.crash(MEMBER);
        assertThat(client.text("VM.get_power_state", vm)).isEqualTo("Running");
        assertThat(failure(() -> client.call("VM.clean_shutdown", vm)).code()).isEqualTo("HOST_OFFLINE");
        hosts.boot(MEMBER);
        assertThat(client.call("VDI.get_cbt_enabled", disk).asBoolean()).isTrue();
        assertThat(failure(() -> client.call("VDI.list_changed_blocks", before, disk))
                        .code())
                .isEqualTo("SR_BACKEND_FAILURE_459");
        client.call("VM.start", vm);
        assertThat(client.call("VDI.get_cbt_enabled", disk).asBoolean()).isFalse();
        assertThat(client.call("message.get_all_records")
                        .iterator()
                        .next()
                        .path("name")
                        .asText())
                .isEqualTo("VDI_CBT_METADATA_INCONSISTENT");
    }

    @Test
    void aRebootingMemberIsAwayThenBootingThenThere() {
        var states = List.of("connection lost", "HOST_STILL_BOOTING", "HOST_IS_SLAVE");
        var seen = List.<String>of();
        // A busy machine may not look at all during half of a short boot: then a longer one is watched.
        for (int seconds = 1; !seen.equals(states) && seconds <= 16; seconds *= 4) {
            seen = watchReboot(Duration.ofSeconds(seconds));
            assertThat(states).containsSubsequence(seen);
        }
        assertThat(seen).isEqualTo(states);
        assertThat(small.client().text("VM.get_name_label", small.vm("vm"))).isEqualTo("vm");
    }

    /// What the member answered until it was there again, each answer once.
    private List<String> watchReboot(Duration boot) {
        small.close();
        small = SmallPool.start(PoolOptions.quick().timing(Timing.QUICK.hostBoot(boot)));
        hosts = small.pool().control().hosts();
        var member = TestClient.anonymous(small.pool(), small.pool().endpoints().getLast());
        hosts.reboot(MEMBER);
        var seen = new LinkedHashSet<String>();
        while (!seen.contains("HOST_IS_SLAVE")) {
            try {
                member.raw("VM.get_all");
            } catch (CallFailed e) {
                seen.add(e.code());
            } catch (IllegalStateException e) {
                seen.add("connection lost");
            }
        }
        return List.copyOf(seen);
    }

    @Test
    void nothingStartsOnAHostThatIsOffOrDisabled() {
        var client = small.client();
        var still = small.vm("still");
        client.call("host.disable", host(MEMBER));
        assertThat(failure(() -> client.call("VM.start_on", still, host(MEMBER), false, false))
                        .code())
                .isEqualTo("HOST_DISABLED");
        hosts.crash(MEMBER);
        var error = failure(() -> client.call("VM.start_on", still, host(MEMBER), false, false));
        assertThat(error.code()).isEqualTo("HOST_OFFLINE");
        assertThat(error.parameters()).containsExactly(host(MEMBER));
        client.call("host.disable", host(MASTER));
        assertThat(failure(() -> client.call("VM.start", still)).code()).isEqualTo("NO_HOSTS_AVAILABLE");
    }

    @Test
    void nbdIsOfferedOnlyByHostsThatLive() {
        var disk = small.disk(small.snapshot(small.vm("vm")), "0");
        assertThat(small.client().call("VDI.get_nbd_info", disk)).hasSize(2);
        hosts.crash(MEMBER);
        assertThat(small.client().call("VDI.get_nbd_info", disk)).hasSize(1);
    }

    @Test
    void anEmergencyAnswersEverythingUntilItEnds() {
        hosts.emergency(MASTER, "HOST_HAS_NO_MANAGEMENT_IP", List.of());
        assertThat(failure(() -> small.client().call("VM.get_all")).code()).isEqualTo("HOST_HAS_NO_MANAGEMENT_IP");
        hosts.emergency(MASTER, "", List.of());
        assertThat(small.client().texts("VM.get_all")).isNotEmpty();
    }

    @Test
    void theMastersClockIsThePools() {
        var client = small.client();
        hosts.skewClock(MEMBER, Duration.ofHours(3));
        hosts.skewClock(MASTER, Duration.ofHours(-2));
        var member = client.text("host.get_servertime", host(MEMBER));
        var master = client.text("host.get_servertime", host(MASTER));
        assertThat(member).isGreaterThan(master);
        var snapshot = small.snapshot(small.vm("vm"));
        assertThat(client.text("VM.get_snapshot_time", snapshot)).isLessThan(member);
    }

    @Test
    void aDayWithoutACallEndsASession() {
        hosts.skewClock(MASTER, Duration.ofHours(25));
        assertThat(failure(() -> small.client().call("VM.get_all")).code()).isEqualTo("SESSION_INVALID");
    }

    @Test
    void aSessionWithARunningTaskLivesOn() {
        small.client().text("task.create", "long", "");
        hosts.skewClock(MASTER, Duration.ofHours(24).plusMinutes(5));
        assertThat(small.client().texts("VM.get_all")).isNotEmpty();
    }

    @Test
    void anotherMasterKnowsNoSessionsTasksOrTokens() {
        var old = small.client();
        var task = old.text("task.create", "t", "");
        var token = old.call("event.from", List.of("vm"), "", 0.1).path("token").asText();
        hosts.makeMaster(MEMBER);
        assertThat(failure(() -> old.call("VM.get_all")).parameters()).containsExactly("127.0.66.2");
        var client = TestClient.of(small.pool());
        assertThat(failure(() -> client.call("task.get_status", task)).code()).isEqualTo("HANDLE_INVALID");
        assertThat(failure(() -> client.call("event.from", List.of("vm"), token, 0.1))
                        .code())
                .isEqualTo("EVENTS_LOST");
    }
}
