package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.Reason;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a person can get wrong ends in a condition with a reason of the closed list and a sentence that says what to
/// do.
@OnTheSharedPool
class BadInputIT {
    @Test
    void aWrongPasswordIsNamed(Lifeboat lifeboat) {
        var manifests = new Manifests("wrong-password", lifeboat.pool());
        lifeboat.apply(manifests.namespaceItself());
        lifeboat.apply(manifests.credentials("not-the-password"));
        lifeboat.apply(manifests.hypervisor());

        var ready = notReady(lifeboat, manifests, XenHypervisorReason.CredentialsRejected);

        assertThat(ready.getMessage()).contains("pool-credentials").doesNotContain("not-the-password");
    }

    @Test
    void aMissingSecretIsNamedAndItsArrivalNoticed(Lifeboat lifeboat) {
        var manifests = new Manifests("missing-secret", lifeboat.pool());
        lifeboat.apply(manifests.namespaceItself());
        lifeboat.apply(manifests.hypervisor());
        var ready = notReady(lifeboat, manifests, XenHypervisorReason.SecretMissing);
        assertThat(ready.getMessage()).contains("pool-credentials");

        lifeboat.apply(manifests.credentials(lifeboat.pool().password()));

        lifeboat.await(
                XenHypervisor.class,
                manifests.namespace(),
                "pool",
                pool -> Conditions.isTrue(pool.getStatus().conditions(), Conditions.READY));
    }

    @Test
    void anUnknownHostIsNamed(Lifeboat lifeboat) {
        var manifests = new Manifests("unknown-host", lifeboat.pool());
        lifeboat.apply(manifests.namespaceItself());
        lifeboat.apply(manifests.credentials(lifeboat.pool().password()));
        lifeboat.apply(manifests.hypervisor("https://no-such-host.invalid", "caBundleRef: {name: pool-ca}"));

        var ready = notReady(lifeboat, manifests, XenHypervisorReason.NotReachable);

        assertThat(ready.getMessage()).contains("no-such-host.invalid");
    }

    @Test
    void aCertificateThatDoesNotMatchIsShownWithTheFieldToSet(Lifeboat lifeboat) {
        var manifests = new Manifests("wrong-certificate", lifeboat.pool());
        lifeboat.apply(manifests.namespaceItself());
        lifeboat.apply(manifests.credentials(lifeboat.pool().password()));
        var fingerprint = "ab".repeat(32);
        lifeboat.apply(manifests.hypervisor(
                lifeboat.pool().endpoints().getFirst().toString(),
                "certificateFingerprints: [\"" + fingerprint + "\"]"));

        var ready = notReady(lifeboat, manifests, XenHypervisorReason.CertificateNotTrusted);

        assertThat(ready.getMessage()).contains("certificateFingerprints");
    }

    @Test
    void aPolicyThatSelectsNothingSaysSo(Lifeboat lifeboat) {
        var manifests = new Manifests("selects-nothing", lifeboat.pool());
        lifeboat.apply(manifests.namespaceItself());
        lifeboat.apply(manifests.credentials(lifeboat.pool().password()));
        lifeboat.apply(manifests.hypervisor());
        lifeboat.apply(manifests.storage());
        lifeboat.apply(manifests.policy("{include: [{names: [\"no such vm\"]}]}", "now"));

        var policy = lifeboat.await(
                BackupPolicy.class,
                manifests.namespace(),
                "policy",
                found -> hasReason(found.getStatus().conditions(), BackupPolicyReason.NothingSelected));

        assertThat(policy.getStatus().backups())
                .satisfiesAnyOf(
                        counts -> assertThat(counts).isNull(),
                        counts -> assertThat(counts.total()).isZero());
    }

    @Test
    void aStoragePathThatCannotBeWrittenIsNamed(Lifeboat lifeboat) {
        var manifests = new Manifests("read-only-storage", lifeboat.pool());
        lifeboat.apply(manifests.namespaceItself());
        lifeboat.apply("""
            apiVersion: v1
            kind: PersistentVolume
            metadata:
              name: not-writable
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteMany]
              storageClassName: not-writable
              hostPath: {path: /proc/sys/kernel}
            """);
        lifeboat.apply(manifests.storage(
                "  storageClassName: not-writable\n  volumeName: not-writable",
                "{claimName: backups, subPath: lifeboat}",
                "{mode: Disabled}"));

        var storage = lifeboat.await(
                BackupStorage.class,
                manifests.namespace(),
                "storage",
                found -> hasReason(found.getStatus().conditions(), BackupStorageReason.NotWritable));

        assertThat(message(storage.getStatus().conditions())).contains("lifeboat");
    }

    private static Condition notReady(Lifeboat lifeboat, Manifests manifests, XenHypervisorReason reason) {
        var pool = lifeboat.await(
                XenHypervisor.class,
                manifests.namespace(),
                "pool",
                found -> hasReason(found.getStatus().conditions(), reason));
        var ready =
                Conditions.find(pool.getStatus().conditions(), Conditions.READY).orElseThrow();
        assertThat(ready.getStatus()).isNotEqualTo("True");
        return ready;
    }

    private static boolean hasReason(List<Condition> conditions, Reason reason) {
        return Conditions.says(conditions, Conditions.READY, reason);
    }

    private static String message(List<Condition> conditions) {
        return Conditions.find(conditions, Conditions.READY).orElseThrow().getMessage();
    }
}
