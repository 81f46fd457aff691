package dev.lifeboat.operator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.api.RepositoryAccess;
import dev.lifeboat.agent.api.StorageAccess;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.BackupStorageSpec;
import dev.lifeboat.crds.BackupStorageSpec.Encryption.Mode;
import dev.lifeboat.crds.Bandwidth;
import dev.lifeboat.crds.CaBundleRef;
import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.Reason;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenHypervisorSpec;
import dev.lifeboat.operator.status.Problem;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class AccessesTest {
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

    @Test
    void aPoolIsReachedWithTheSecretsUserAndPassword() {
        // given
        secret("password", Map.of("username", "root", "password", "s3cret"));

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
        assertProblem(
                () -> accesses.forSession(hypervisor(null)),
                XenHypervisorReason.SecretMissing,
                "Secret demo/password of spec.credentialsSecretRef does not exist");
        secret("password", Map.of("username", "root"));
        assertProblem(
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
        secret("ca", Map.of("ca.crt", PEM.replace("M", "N")));
        var tls = new XenHypervisorSpec.Tls(new CaBundleRef(CaBundleRef.Kind.Secret, "ca", "ca.crt"), null, false);

        // then
        assertProblem(
                () -> new PoolAccesses(client).forAgent(hypervisor(tls), ORIGINATOR, List.of()),
                XenHypervisorReason.CaBundleMissing,
                "cannot be read");
    }

    @Test
    void aBundleWithoutCertificatesIsMissing() {
        // given
        secret("ca", Map.of("ca.crt", "nothing"));
        var tls = new XenHypervisorSpec.Tls(new CaBundleRef(CaBundleRef.Kind.Secret, "ca", "ca.crt"), null, false);

        // then
        assertProblem(
                () -> new PoolAccesses(client).forAgent(hypervisor(tls), ORIGINATOR, List.of()),
                XenHypervisorReason.CaBundleMissing,
                "Secret demo/ca of spec.tls.caBundleRef");
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
        assertProblem(
                () -> new PoolAccesses(client)
                        .forAgent(
                                hypervisor(new XenHypervisorSpec.Tls(null, List.of("abc"), false)),
                                ORIGINATOR,
                                List.of()),
                XenHypervisorReason.InvalidSpec,
                "spec.tls.certificateFingerprints");
    }

    @Test
    void aVolumeNeedsItsClaim() {
        // given
        var storage =
                storage(new BackupStorageSpec.Provider(null, new BackupStorageSpec.FileSystem("backups", "lifeboat")));
        var accesses = new StorageAccesses(client);

        // then
        assertProblem(() -> accesses.of(storage), BackupStorageReason.ClaimMissing, "demo/backups");
        claim("backups");
        assertThat(accesses.of(storage))
                .isEqualTo(new RepositoryAccess(new StorageAccess.FileSystem("lifeboat"), new Encryption.Disabled()));
    }

    @Test
    void aBucketNeedsBothKeys() {
        // given
        var storage = storage(new BackupStorageSpec.Provider(
                new BackupStorageSpec.S3("bucket", "vm/", null, "http://s3", true, new LocalRef("keys"), null), null));
        secret("keys", Map.of("accessKeyId", "id"));

        // then
        assertProblem(
                () -> new StorageAccesses(client).of(storage), BackupStorageReason.SecretMissing, "'secretAccessKey'");
    }

    @Test
    void anEncryptedRepositoryNeedsItsKey() {
        // given
        var storage = storage(
                new BackupStorageSpec.Provider(null, new BackupStorageSpec.FileSystem("backups", null)),
                new BackupStorageSpec.Encryption(Mode.Required, new LocalRef("storage-key"), List.of("recovery")));
        claim("backups");
        var accesses = new StorageAccesses(client);

        // then
        assertProblem(() -> accesses.of(storage), BackupStorageReason.SecretMissing, "demo/storage-key");
        secret("storage-key", Map.of("Key", "not the entry"));
        assertProblem(() -> accesses.of(storage), BackupStorageReason.SecretMissing, "'key'");
        secret("second-key", Map.of("key", "a key"));
        storage.setSpec(new BackupStorageSpec(
                storage.getSpec().provider(),
                new BackupStorageSpec.Encryption(Mode.Required, new LocalRef("second-key"), List.of("recovery")),
                storage.getSpec().probe(),
                storage.getSpec().limits()));
        assertThat(accesses.of(storage).encryption())
                .isEqualTo(new Encryption.Required(List.of("recovery"), Optional.empty()));
    }

    @Test
    void aStoragesBandwidthIsSharedByAllAgentsThatItsNamespaceMayHave() {
        // given
        var storage = storage(new BackupStorageSpec.Provider(null, new BackupStorageSpec.FileSystem("backups", null)));
        storage.setSpec(new BackupStorageSpec(
                storage.getSpec().provider(),
                storage.getSpec().encryption(),
                storage.getSpec().probe(),
                new BackupStorageSpec.Limits(new Bandwidth(new Quantity("100M")))));
        claim("backups");
        var accesses = new StorageAccesses(client);

        // then
        assertThat(accesses.of(storage).uploadBytesPerSecond()).hasValue(100_000_000);
        client.resource(withSlots("west", 4)).create();
        assertThat(accesses.of(storage).uploadBytesPerSecond()).hasValue(25_000_000);
        client.resource(withSlots("east", 5)).create();
        assertThat(accesses.of(storage).uploadBytesPerSecond()).hasValue(11_111_111);
    }

    private static XenHypervisor withSlots(String name, int slots) {
        var pool = hypervisor(null);
        pool.getMetadata().setName(name);
        var spec = pool.getSpec();
        pool.setSpec(new XenHypervisorSpec(
                spec.endpoints(),
                null,
                spec.credentialsSecretRef(),
                null,
                null,
                null,
                new XenHypervisorSpec.Limits(slots, 10, null),
                null,
                false));
        return pool;
    }

    private static void assertProblem(ThrowingCallable call, Reason reason, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.InvalidRequest.class,
                        problem -> assertThat(problem.reason()).isEqualTo(reason))
                .hasMessageContaining(part);
    }

    private void claim(String name) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("demo")
                        .endMetadata()
                        .build())
                .create();
    }

    private void secret(String name, Map<String, String> values) {
        var data = new HashMap<String, String>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("demo")
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }

    private static XenHypervisor hypervisor(XenHypervisorSpec.Tls tls) {
        var hypervisor = new XenHypervisor();
        hypervisor.setMetadata(
                new ObjectMetaBuilder().withName("west").withNamespace("demo").build());
        hypervisor.setSpec(new XenHypervisorSpec(
                List.of("https://xen1"), null, new LocalRef("password"), tls, null, null, null, null, false));
        return hypervisor;
    }

    private static BackupStorage storage(BackupStorageSpec.Provider provider) {
        return storage(provider, new BackupStorageSpec.Encryption(Mode.Disabled, null, null));
    }

    private static BackupStorage storage(BackupStorageSpec.Provider provider, BackupStorageSpec.Encryption encryption) {
        var storage = new BackupStorage();
        storage.setMetadata(new ObjectMetaBuilder()
                .withName("storage")
                .withNamespace("demo")
                .build());
        storage.setSpec(new BackupStorageSpec(
                provider, encryption, new BackupStorageSpec.Probe("5m"), new BackupStorageSpec.Limits(null)));
        return storage;
    }
}
