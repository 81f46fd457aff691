package dev.lifeboat.operator.xenhypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.TransferSpec;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.xen.NbdCheck;
import dev.lifeboat.xen.NbdCheck.Outcome;
import dev.lifeboat.xen.NbdState;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Cause;
import dev.lifeboat.xen.Shortcoming.Feature;
import dev.lifeboat.xen.VdiState.ImageFormat;
import dev.lifeboat.xen.VmDisk;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each reason why disks cannot be read over NBD, or changed blocks not be tracked, with what to do.
class VerdictsTest {
    private static final NbdCheck SERVES = check(Outcome.SERVES);

    @ParameterizedTest
    @CsvSource({
        "TLS, , SERVES, true, TlsNbd, in TLS",
        "TLS, , BLOCKED, false, PortBlocked, 10.1.0.1:10809",
        "TLS, , CERTIFICATE_REJECTED, false, CertificateRejected, systemctl restart xapi-nbd",
        "TLS, HOST_WITHOUT_ADDRESS, SERVES, false, HostWithoutAddress, xe fix",
        "TLS, HOST_WITHOUT_ADDRESS, BLOCKED, false, PortBlocked, host 'xen1'",
        "INSECURE, INSECURE, SERVES, false, InsecureNbd, xe fix",
        "NONE, NO_NETWORK, , false, NoNbdNetwork, xe fix",
        "NONE, TOO_OLD, , false, TooOld, xe fix",
    })
    void nbd(NbdState state, Cause cause, Outcome answer, boolean holds, XenHypervisorReason reason, String part) {
        var shortcomings = cause == null
                ? List.<Shortcoming>of()
                : List.of(new Shortcoming(Feature.NBD, cause, "It is so.", "xe fix"));
        var checks = answer == null ? new NbdCheck[0] : new NbdCheck[] {check(answer)};

        var finding =
                new NbdVerdict(nbd(TransferSpec.Tls.Required), Readings.of(state, shortcomings, checks)).finding();

        assertThat(finding.holds()).isEqualTo(holds);
        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.message()).contains(part);
    }

    @Test
    void nbdWithoutTlsServesWhereTheSpecAllowsIt() {
        var reading = Readings.of(NbdState.INSECURE, List.of(), SERVES);

        assertThat(new NbdVerdict(nbd(TransferSpec.Tls.Preferred), reading).finding())
                .isEqualTo(Finding.yes(XenHypervisorReason.InsecureNbd, "Disks are read over NBD without TLS"));
    }

    @Test
    void aHostShowsTheAddressesOfTheNetworkAndHowTheyAnswered() {
        var verdict = new NbdVerdict(nbd(TransferSpec.Tls.Required), Readings.of(NbdState.TLS, List.of(), SERVES));

        assertThat(verdict.addressesOf(Readings.HOST)).containsExactly("10.1.0.1");
        assertThat(verdict.stateOf(Readings.HOST)).isEqualTo("Serving");
        assertThat(new NbdVerdict(nbd(TransferSpec.Tls.Required), Readings.of(NbdState.NONE, List.of()))
                        .stateOf(Readings.HOST))
                .isEqualTo("None");
    }

    @ParameterizedTest
    @CsvSource({
        "Auto, , true, Available",
        "Never, , false, DisabledBySpec",
        "Auto, TOO_OLD, false, TooOld",
        "Required, NOT_LICENSED, false, NotLicensed",
        "Auto, UNSUPPORTED_STORAGE, false, UnsupportedSr",
    })
    void cbt(CbtMode mode, Cause cause, boolean holds, XenHypervisorReason reason) {
        var shortcomings = cause == null
                ? List.<Shortcoming>of()
                : List.of(new Shortcoming(Feature.CBT, cause, "It is so.", "xe fix"));

        var finding = CbtVerdict.of(mode, Readings.of(NbdState.TLS, shortcomings));

        assertThat(finding.holds()).isEqualTo(holds);
        assertThat(finding.reason()).isEqualTo(reason);
        if (cause != null) {
            assertThat(finding.message()).isEqualTo("It is so. xe fix");
        }
    }

    @Test
    void rawDisksAreToldOfThePoolWhereThereAreNoOthers() {
        var raw = disk(true);

        assertThat(CbtVerdict.of(CbtMode.Auto, Readings.withDisks(raw, raw)).reason())
                .isEqualTo(XenHypervisorReason.RawVdi);
        assertThat(CbtVerdict.of(CbtMode.Auto, Readings.withDisks(raw, disk(false)))
                        .reason())
                .isEqualTo(XenHypervisorReason.Available);
        assertThat(CbtVerdict.of(CbtMode.Auto, Readings.withDisks()).reason()).isEqualTo(XenHypervisorReason.Available);
    }

    private static VmDisk disk(boolean raw) {
        var format = raw ? ImageFormat.RAW : ImageFormat.VHD;
        return new VmDisk(
                "0", Readings.HOST, "root", Readings.HOST, 1, false, true, false, Set.of(), Optional.empty(), format);
    }

    private static NbdCheck check(Outcome outcome) {
        return new NbdCheck("10.1.0.1", 10809, outcome, "so it is");
    }

    private static TransferSpec nbd(TransferSpec.Tls tls) {
        return new TransferSpec(null, null, null, null, new TransferSpec.Nbd(tls, 2, new Quantity("2Mi")));
    }
}
