package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.e2e.stack.Installation;
import dev.lifeboat.e2e.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two operators that take turns by a lease. The one that led stops in the middle of a backup, so long that the other
/// one takes over, and wakes up believing that it leads.
@Alone
@Order(RunningLifeboat.FIRST)
class TwoOperatorsIT {
    private static final String NAMESPACE = "two-operators";

    private final Lifeboat lifeboat;

    @TempDir
    private Path folder;

    private Stack stack;

    TwoOperatorsIT(Lifeboat lifeboat) {
        this.lifeboat = lifeboat;
    }

    @BeforeEach
    void theUsualOperatorRests() throws IOException {
        lifeboat.assumeBuiltIn();
        lifeboat.operator().kill().run();
        stack = new Stack(Installation.here(), Files.createDirectory(folder.resolve("operators")));
    }

    @AfterEach
    void andComesBack() throws Exception {
        if (stack != null) {
            stack.close();
            lifeboat.control("DELETE", "/faults");
            lifeboat.operator().start().run();
        }
    }

    @Test
    void theOneWithoutTheLeaseDoesNothingAndTheOneThatLostItDoesNoHarm() throws Exception {
        var first = startOperator();
        var leader = awaitLeader(Optional.empty());
        var second = startOperator();
        var manifests = lifeboat.ready(NAMESPACE);
        lifeboat.control("POST", "/faults/nbd-stall", "{\"milliseconds\":500}");
        lifeboat.apply(manifests.backup("first", lifeboat.vm("scratch-01").uuid()));
        lifeboat.await(
                VmBackup.class, NAMESPACE, "first", backup -> backup.getStatus().progress() != null);
        assertThat(awaitLeader(Optional.empty())).isEqualTo(leader);

        signal("STOP", first);
        awaitLeader(Optional.of(leader));
        lifeboat.control("DELETE", "/faults");
        var backup = lifeboat.await(VmBackup.class, NAMESPACE, "first", Outcome::complete);

        signal("CONT", first);
        Awaitility.await("the operator without the lease ends")
                .atMost(Lifeboat.LIMIT)
                .until(() -> !first.isAlive());
        assertThat(second.isAlive()).isTrue();
        assertThat(resource().getStatus().conditions())
                .isEqualTo(backup.getStatus().conditions());
        lifeboat.client().resource(backup).delete();
        lifeboat.awaitGone(VmBackup.class, NAMESPACE, "first");
        lifeboat.awaitNothingOfOursOnThePool(NAMESPACE);
    }

    private VmBackup resource() {
        return lifeboat.client()
                .resources(VmBackup.class)
                .inNamespace(NAMESPACE)
                .withName("first")
                .get();
    }

    private ProcessHandle startOperator() {
        return stack.startOperator(
                lifeboat.kubeconfig(), Map.of("LIFEBOAT_LEADER_ELECTION", "default", "LIFEBOAT_LISTEN", "127.0.0.1:0"));
    }

    private String awaitLeader(Optional<String> other) {
        return Awaitility.await("a leader")
                .atMost(Lifeboat.LIMIT)
                .until(
                        () -> Optional.ofNullable(lifeboat.client()
                                        .genericKubernetesResources("coordination.k8s.io/v1", "Lease")
                                        .inNamespace("default")
                                        .withName("lifeboat-operator")
                                        .get())
                                .map(lease -> lease.<String>get("spec", "holderIdentity"))
                                .orElse(""),
                        holder -> !holder.isEmpty() && !other.equals(Optional.of(holder)));
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
