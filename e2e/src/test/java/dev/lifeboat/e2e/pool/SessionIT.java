package dev.lifeboat.e2e.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.simulator.fault.CallFault;
import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.pool.XenPools;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionIT extends AgainstSimulator {

    @AfterEach
    void repair() {
        simulator().control().clearFaults();
    }

    @Test
    void aMemberLeadsToTheMaster() {
        try (var pool = XenPools.connect(access(List.of(endpoints().getLast()), authority()), ORIGINATOR)) {
            assertThat(pool.readInventory().vms()).isNotEmpty();
        }
    }

    @Test
    void aWrongPasswordAndAWrongFingerprintAreToldApart() {
        var master = List.of(endpoints().getFirst());
        var wrongPassword = new PoolAccess(master, new Credentials("root", "wrong"), authority());
        var wrongFingerprint = access(master, new Trust.Fingerprints(Set.of("0".repeat(64))));

        assertThatExceptionOfType(CredentialsRejectedException.class)
                .isThrownBy(() -> XenPools.connect(wrongPassword, ORIGINATOR));
        assertThatExceptionOfType(CertificateNotTrustedException.class)
                .isThrownBy(() -> XenPools.connect(wrongFingerprint, ORIGINATOR))
                .satisfies(e -> assertThat(e.presentedSha256()).matches("[0-9a-f]{64}"));
    }

    @Test
    void aSessionThatIsEvictedIsReplacedUnnoticed() {
        try (var pool = connect()) {
            var before = pool.readInventory();

            assertThat(simulator().control().evictSessions()).isPositive();

            assertThat(pool.readInventory().vms()).isEqualTo(before.vms());
        }
    }

    @Test
    void theMasterIsFollowedDuringWorkAndBack() {
        try (var pool = connect()) {
            var first = pool.readInventory();
            var masters = new HashSet<>(Set.of(first.pool().masterUuid()));
            for (int change = 0; change < 2; change++) {
                simulator().control().changeMaster();
                var now = pool.readInventory();
                masters.add(now.pool().masterUuid());
                assertThat(now.vms()).hasSameSizeAs(first.vms());
            }

            assertThat(masters).hasSize(2);
            assertThat(pool.readInventory().pool().masterUuid())
                    .isEqualTo(first.pool().masterUuid());
        }
    }

    /// Releases from 24.1 on tell the fingerprint of the master's certificate with its address.
    @Test
    void oneFingerprintIsEnoughWhereAMemberNamesTheMastersCertificate() {
        var pinned = access(List.of(endpoints().getFirst()), fingerprint());
        simulator().control().changeMaster();
        try {
            if (since(21)) {
                try (var pool = XenPools.connect(pinned, ORIGINATOR)) {
                    assertThat(pool.readInventory().vms()).isNotEmpty();
                }
            } else {
                assertThatExceptionOfType(CertificateNotTrustedException.class)
                        .isThrownBy(() -> XenPools.connect(pinned, ORIGINATOR));
            }
        } finally {
            simulator().control().changeMaster();
        }
    }

    @Test
    void aCallWhoseAnswerIsLostIsRepeatedWhenItOnlyReads() {
        try (var pool = connect()) {
            simulator().control().faults().next("VM.get_all_records", 1, new CallFault.DropAfter());

            assertThat(pool.readInventory().vms()).isNotEmpty();

            assertThat(simulator().control().faults().take("VM.get_all_records"))
                    .as("the fault, if nobody met it")
                    .isEmpty();
        }
    }

    @Test
    void anErrorOfTheCatalogueSaysWhatIsToBeDone() {
        try (var pool = connect()) {
            var vm = vmWithTwoDisks(pool);
            simulator()
                    .control()
                    .faults()
                    .next(
                            "VM.get_record",
                            1,
                            new CallFault.Failure("SR_BACKEND_FAILURE_46", List.of("", "locked", "")));

            assertThatExceptionOfType(XapiException.Retryable.class).isThrownBy(() -> pool.findVm(vm.uuid()));
        }
    }
}
