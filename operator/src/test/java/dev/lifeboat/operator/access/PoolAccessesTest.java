package dev.lifeboat.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.crds.CaBundleRef;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenHypervisorSpec;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PoolAccessesTest {
    private static final Originator ORIGINATOR = Originator.ofAgent("n", "o");
    private static final String PEM = """
        -----BEGIN CERTIFICATE-----
        MIIBNTCB3aADAgECAghUrgV2YRGfhTAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDEwR4
        ZW4xMCAXDTI2MTEyMzAyNDcyN1oYDzIxMjYxMDMwMDI0NzI3WjAPMQ0wCwYDVQQD
        EwR4ZW4xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDV18ex/ZD2vAkdKsuIgj
        8GbyaKtoQDE2NUC1onsanzxhh6UOgpZ56o2kWp/oHK7I7ljWeh/u6ct77U7BIZEZ
        GqMhMB8wHQYDVR0OBBYEFAByw7KH9XYnz/56r6fik5YQoHo8MAoGCCqGSM49BAMC
        A0cAMEQCIH2hR/AaYJsmWXjs25t6zs5BN2E6xtwQJN0v57NeLsd/AiBlR8DK6qWE
        X/0Op694crh8704YMiJEkk4ZfWh1YMMyCQ==
        -----END CERTIFICATE-----
        """;
    private KubernetesClient client;
    private ClusterObjects cluster;

    @BeforeEach
    void cluster() {
        cluster = new ClusterObjects(client);
    }

    @Test
    void aPoolIsReachedWithTheSecretsUserAndPassword() {
        // given
        cluster.secret("password", Map.of("username", "root", "password", "s3cret"));

        // when
        var access = new PoolAccesses(client).forSession(hypervisor(null));

        // then
        assertThat(access.credentials().username()).isEqualTo("root");
        assertThat(access.credentials().password()).isEqualTo("s3cret");
        assertThat(access.toString()).doesNotContain("s3cret");
    }

    @Test
    void aMissingSecretAndAMissingKeyAreNamed() {
        // given
        var accesses = new PoolAccesses(client);

        // then
        ClusterObjects.assertProblem(
                () -> accesses.forSession(hypervisor(null)),
                XenHypervisorReason.SecretMissing,
                "Secret demo/password of spec.credentialsSecretRef does not exist");
        cluster.secret("password", Map.of("username", "root"));
        ClusterObjects.assertProblem(
                () -> accesses.forSession(hypervisor(null)),
                XenHypervisorReason.SecretMissing,
                "has no key 'password'");
    }

    @Test
    void anAgentIsGivenTheCertificatesAndNoPassword() {
        // given
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("ca")
                        .withNamespace("demo")
                        .endMetadata()
                        .withData(Map.of("ca.crt", PEM))
                        .build())
                .create();
        var tls = new XenHypervisorSpec.Tls(new CaBundleRef(CaBundleRef.Kind.ConfigMap, "ca", "ca.crt"), null, false);

        // when
        var access = new PoolAccesses(client).forAgent(hypervisor(tls), ORIGINATOR, List.of());

        // then
        assertThat(access.trust()).isEqualTo(new PoolTrust.CaBundle(PEM));
    }

    @Test
    void aCertificateThatCannotBeReadIsSaid() {
        // given
        cluster.secret("ca", Map.of("ca.crt", PEM.replace("M", "N")));
        var tls = new XenHypervisorSpec.Tls(new CaBundleRef(CaBundleRef.Kind.Secret, "ca", "ca.crt"), null, false);

        // then
        ClusterObjects.assertProblem(
                () -> new PoolAccesses(client).forAgent(hypervisor(tls), ORIGINATOR, List.of()),
                XenHypervisorReason.CaBundleMissing,
                "cannot be read");
    }

    @Test
    void aBundleWithoutCertificatesIsMissing() {
        // given
        cluster.secret("ca", Map.of("ca.crt", "nothing"));
        var tls = new XenHypervisorSpec.Tls(new CaBundleRef(CaBundleRef.Kind.Secret, "ca", "ca.crt"), null, false);

        // then
        ClusterObjects.assertProblem(
                () -> new PoolAccesses(client).forAgent(hypervisor(tls), ORIGINATOR, List.of()),
                XenHypervisorReason.CaBundleMissing,
                "Secret demo/ca of spec.tls.caBundleRef");
    }

    @Test
    void aBundleThatIsNowhereIsToBeCreated() {
        // given
        var tls = new XenHypervisorSpec.Tls(new CaBundleRef(CaBundleRef.Kind.ConfigMap, "ca", "ca.crt"), null, false);

        // then
        ClusterObjects.assertProblem(
                () -> new PoolAccesses(client).forAgent(hypervisor(tls), ORIGINATOR, List.of()),
                XenHypervisorReason.CaBundleMissing,
                "ConfigMap demo/ca of spec.tls.caBundleRef does not exist; create it");
    }

    @Test
    void fingerprintsAreReadInAnySpelling() {
        // given
        var colons = "AB:".repeat(31) + "AB";

        // when
        var access = new PoolAccesses(client)
                .forAgent(hypervisor(new XenHypervisorSpec.Tls(null, List.of(colons), false)), ORIGINATOR, List.of());

        // then
        assertThat(access.trust()).isEqualTo(new PoolTrust.Fingerprints(Set.of("ab".repeat(32))));
    }

    @Test
    void aFingerprintThatIsNoneIsRefused() {
        ClusterObjects.assertProblem(
                () -> new PoolAccesses(client)
                        .forAgent(
                                hypervisor(new XenHypervisorSpec.Tls(null, List.of("abc"), false)),
                                ORIGINATOR,
                                List.of()),
                XenHypervisorReason.InvalidSpec,
                "spec.tls.certificateFingerprints");
    }

    private static XenHypervisor hypervisor(XenHypervisorSpec.Tls tls) {
        var hypervisor = new XenHypervisor();
        hypervisor.setMetadata(
                new ObjectMetaBuilder().withName("west").withNamespace("demo").build());
        hypervisor.setSpec(new XenHypervisorSpec(
                List.of("https://xen1"), null, new LocalRef("password"), tls, null, null, null, null, false));
        return hypervisor;
    }
}
