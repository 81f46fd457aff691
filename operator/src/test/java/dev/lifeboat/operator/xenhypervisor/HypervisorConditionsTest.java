package dev.lifeboat.operator.xenhypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.LocalRef;
import dev.lifeboat.crds.TransferSpec;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenHypervisorSpec;
import dev.lifeboat.operator.access.PoolProblems;
import dev.lifeboat.operator.status.Problems;
import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.PoolUnreachableException.Reason;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HypervisorConditionsTest {
    private static final URI ENDPOINT = URI.create("https://xen1");

    record Case(XenException failure, String expected, String part) {}

    static Stream<Case> failures() {
        return Stream.of(
                new Case(
                        unreachable(Reason.UNKNOWN_HOST),
                        "Ready=Unknown NotReachable, Reachable=False DnsFailure",
                        "Check spec.endpoints"),
                new Case(
                        unreachable(Reason.REFUSED),
                        "Ready=Unknown NotReachable, Reachable=False ConnectionRefused",
                        "Check spec.endpoints"),
                new Case(
                        unreachable(Reason.TIMEOUT),
                        "Ready=Unknown NotReachable, Reachable=False Timeout",
                        "Check spec.endpoints"),
                new Case(
                        new CertificateNotTrustedException(ENDPOINT, "ab12", "unknown", new Exception()),
                        "Ready=False CertificateNotTrusted, Reachable=False CertificateNotTrusted",
                        "ab12"),
                new Case(
                        new CertificateNotTrustedException(ENDPOINT, "ab12", "unknown", new Exception()),
                        "Ready=False CertificateNotTrusted, Reachable=False CertificateNotTrusted",
                        "spec.tls.certificateFingerprints"),
                new Case(
                        new CredentialsRejectedException(ENDPOINT, "root", xapi("SESSION_AUTHENTICATION_FAILED")),
                        "Ready=False CredentialsRejected, Reachable=True Connected,"
                                + " CredentialsValid=False CredentialsRejected",
                        "Secret demo/password"),
                new Case(
                        xapi("RBAC_PERMISSION_DENIED"),
                        "Ready=False PermissionDenied, Reachable=True Connected",
                        "vm-power-admin"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsToldByConditionsAndASentenceThatHelps(Case it) {
        // given
        var hypervisor = hypervisor(TransferSpec.Tls.Required, XenHypervisorSpec.CbtMode.Auto, false);
        var problem = PoolProblems.ofConnection(hypervisor, it.failure()).orElseThrow();

        // when
        var conditions = new HypervisorConditions(hypervisor, Clock.systemUTC())
                .failed(Problems.judge(problem, XenHypervisorReason.InternalError), problem);

        // then
        assertThat(text(conditions)).isEqualTo(it.expected());
        assertThat(conditions.getFirst().getMessage()).contains(it.part()).contains("Pool west");
    }

    @Test
    void aFailureOfOneCallIsNotOneOfThePool() {
        // given
        var hypervisor = hypervisor(TransferSpec.Tls.Required, XenHypervisorSpec.CbtMode.Auto, false);

        // then
        assertThat(PoolProblems.ofConnection(hypervisor, xapi("SR_FULL"))).isEmpty();
    }

    @Test
    void aPoolWithEverythingIsReadyInAllRespects() {
        assertThat(connected(NbdState.TLS, true, TransferSpec.Tls.Required, XenHypervisorSpec.CbtMode.Auto, false))
                .isEqualTo("Ready=True Connected, Reachable=True Connected, CredentialsValid=True Accepted,"
                        + " NbdAvailable=True TlsNbd, CbtAvailable=True Available, EventsFollowed=True Following");
    }

    @Test
    void nbdWithoutTlsIsOfUseOnlyWhereTheSpecAllowsIt() {
        assertThat(connected(NbdState.INSECURE, true, TransferSpec.Tls.Required, XenHypervisorSpec.CbtMode.Auto, false))
                .contains("NbdAvailable=False InsecureNbd");
        assertThat(connected(
                        NbdState.INSECURE, true, TransferSpec.Tls.Preferred, XenHypervisorSpec.CbtMode.Auto, false))
                .contains("NbdAvailable=True InsecureNbd");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(connected(NbdState.NONE, false, TransferSpec.Tls.Required, XenHypervisorSpec.CbtMode.Auto, false))
                .contains("NbdAvailable=False NoNbdNetwork", "CbtAvailable=False NotLicensed");
        assertThat(connected(NbdState.TLS, true, TransferSpec.Tls.Required, XenHypervisorSpec.CbtMode.Never, false))
                .contains("CbtAvailable=False DisabledBySpec");
    }

    @Test
    void aSuspendedPoolIsConnectedAndNotReady() {
        assertThat(connected(NbdState.TLS, true, TransferSpec.Tls.Required, XenHypervisorSpec.CbtMode.Auto, true))
                .startsWith("Ready=False Suspended, Reachable=True Connected");
    }

    private static String connected(
            NbdState nbd, boolean cbt, TransferSpec.Tls tls, XenHypervisorSpec.CbtMode mode, boolean suspend) {
        return text(new HypervisorConditions(hypervisor(tls, mode, suspend), Clock.systemUTC())
                .connected(
                        "west",
                        Readings.of(nbd, cbt ? List.of() : List.of(Readings.NO_LICENCE)),
                        Optional.empty(),
                        Optional.of(InventoryChange.Source.EVENTS)));
    }

    private static String text(List<Condition> conditions) {
        return String.join(
                ", ",
                conditions.stream()
                        .map(it -> it.getType() + "=" + it.getStatus() + " " + it.getReason())
                        .toList());
    }

    private static XenException unreachable(Reason reason) {
        return new PoolUnreachableException(ENDPOINT, reason, false, "xen1 is not reachable", null);
    }

    private static XapiException xapi(String code) {
        return XapiException.of("pool.get_all_records", code, List.of());
    }

    private static XenHypervisor hypervisor(TransferSpec.Tls tls, XenHypervisorSpec.CbtMode mode, boolean suspend) {
        var hypervisor = new XenHypervisor();
        hypervisor.setMetadata(new ObjectMetaBuilder()
                .withName("west")
                .withNamespace("demo")
                .withGeneration(1L)
                .build());
        hypervisor.setSpec(new XenHypervisorSpec(
                List.of(ENDPOINT.toString()),
                null,
                new LocalRef("password"),
                null,
                new TransferSpec(null, null, null, null, new TransferSpec.Nbd(tls, 2, new Quantity("2Mi"))),
                new XenHypervisorSpec.Cbt(mode, true),
                null,
                new XenHypervisorSpec.InventorySpec("10m", true, true),
                suspend));
        return hypervisor;
    }
}
