package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.inventory.InventoryReading;
import dev.lifeboat.operator.janitor.Sweep;
import dev.lifeboat.operator.route.TransferRoutes;
import dev.lifeboat.operator.status.ConditionsBuilder;
import dev.lifeboat.operator.status.Verdict;
import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.PoolUnreachableException;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is true of a pool, one fact per condition.
final class HypervisorConditions {
    static final String REACHABLE = "Reachable";
    static final String CREDENTIALS_VALID = "CredentialsValid";
    static final String NBD_AVAILABLE = "NbdAvailable";
    static final String TRANSFER_NETWORK_USABLE = "TransferNetworkUsable";
    static final String CBT_AVAILABLE = "CbtAvailable";
    static final String EVENTS_FOLLOWED = "EventsFollowed";
    static final String POOL_CLEAN = "PoolClean";
    static final String WARNING = "Warning";
    /// Leftovers that a message names; the events name all.
    private static final int TOLD = 3;

    private final XenHypervisor hypervisor;
    private final ConditionsBuilder builder;

    HypervisorConditions(XenHypervisor hypervisor, Clock clock) {
        var status = hypervisor.getStatus();
        this.hypervisor = hypervisor;
        this.builder = new ConditionsBuilder(status == null ? null : status.conditions(), hypervisor, clock);
    }

    List<Condition> connected(
            String pool, InventoryReading reading, Optional<Sweep> sweep, Optional<InventoryChange.Source> followed) {
        if (hypervisor.getSpec().suspend()) {
            builder.isFalse(
                    Conditions.READY,
                    XenHypervisorReason.Suspended,
                    "spec.suspend is true: no new backup or restore is started on this pool");
        } else {
            builder.isTrue(Conditions.READY, XenHypervisorReason.Connected, "Connected to " + pool);
        }
        builder.isTrue(REACHABLE, XenHypervisorReason.Connected, "The pool master answers");
        builder.isTrue(CREDENTIALS_VALID, XenHypervisorReason.Accepted, "The pool accepts user and password");
        state(NBD_AVAILABLE, new NbdVerdict(hypervisor.getSpec().transfer(), reading).finding());
        transferNetwork(TransferRoutes.of(hypervisor.getSpec().transfer(), reading));
        state(CBT_AVAILABLE, CbtVerdict.of(hypervisor.getSpec().cbt().mode(), reading));
        state(EVENTS_FOLLOWED, events(followed));
        sweep.ifPresentOrElse(this::clean, () -> builder.keep(POOL_CLEAN));
        insecure();
        return builder.build();
    }

    /// Nothing is said where nothing was chosen.
    private void transferNetwork(TransferRoutes routes) {
        if (routes.chosen()) {
            state(
                    TRANSFER_NETWORK_USABLE,
                    routes.trouble()
                            .map(trouble -> Finding.no(trouble.reason(), trouble.message()))
                            .orElseGet(() -> Finding.yes(
                                    XenHypervisorReason.AllHosts,
                                    "Each host has an address as spec.transfer asks for, and is tried there first")));
        }
    }

    private Finding events(Optional<InventoryChange.Source> followed) {
        var inventory = hypervisor.getSpec().inventory();
        var otherwise = "; changes show when the inventory is read again, every " + inventory.resyncInterval();
        if (!inventory.useEvents()) {
            return Finding.no(XenHypervisorReason.DisabledBySpec, "spec.inventory.useEvents is false" + otherwise);
        }
        return followed.map(source -> switch (source) {
                    case EVENTS, REREAD ->
                        Finding.yes(XenHypervisorReason.Following, "The pool tells its changes as they happen");
                    case POLL ->
                        Finding.no(
                                XenHypervisorReason.Polling,
                                "The pool tells no events to this user; it is read again every minute");
                })
                .orElseGet(() -> Finding.no(XenHypervisorReason.Polling, "The pool is not followed yet" + otherwise));
    }

    private void clean(Sweep sweep) {
        if (sweep.remaining().isEmpty()) {
            builder.isTrue(
                    POOL_CLEAN,
                    XenHypervisorReason.NothingLeft,
                    "Nothing of ours is on the pool that nobody needs any more");
        } else {
            builder.isFalse(
                    POOL_CLEAN,
                    XenHypervisorReason.LeftoversRemain,
                    "What nobody needs any more could not be removed, and is tried again: "
                            + sweep.remaining().stream()
                                    .map(Sweep.Remaining::why)
                                    .limit(TOLD)
                                    .collect(Collectors.joining("; ")));
        }
    }

    List<Condition> failed(Verdict verdict, Throwable cause) {
        builder.with(Conditions.READY, verdict.conditionStatus(), verdict.reason(), verdict.message());
        reachable(verdict, cause);
        credentials(verdict);
        builder.keep(NBD_AVAILABLE)
                .keep(TRANSFER_NETWORK_USABLE)
                .keep(CBT_AVAILABLE)
                .keep(EVENTS_FOLLOWED)
                .keep(POOL_CLEAN);
        insecure();
        return builder.build();
    }

    private void reachable(Verdict verdict, Throwable cause) {
        switch (verdict.reason()) {
            case XenHypervisorReason.NotReachable ->
                builder.isFalse(REACHABLE, howUnreachable(cause), verdict.message());
            case XenHypervisorReason.CertificateNotTrusted ->
                builder.isFalse(REACHABLE, XenHypervisorReason.CertificateNotTrusted, verdict.message());
            case XenHypervisorReason.CredentialsRejected,
                    XenHypervisorReason.PermissionDenied,
                    XenHypervisorReason.PoolMismatch ->
                builder.isTrue(REACHABLE, XenHypervisorReason.Connected, "The endpoint answers");
            default -> builder.keep(REACHABLE);
        }
    }

    private static XenHypervisorReason howUnreachable(Throwable cause) {
        return cause.getCause() instanceof PoolUnreachableException unreachable
                ? switch (unreachable.reason()) {
                    case UNKNOWN_HOST -> XenHypervisorReason.DnsFailure;
                    case REFUSED -> XenHypervisorReason.ConnectionRefused;
                    case TIMEOUT -> XenHypervisorReason.Timeout;
                    case BROKEN -> XenHypervisorReason.NotReachable;
                }
                : XenHypervisorReason.NotReachable;
    }

    private void credentials(Verdict verdict) {
        if (verdict.reason() == XenHypervisorReason.CredentialsRejected
                || verdict.reason() == XenHypervisorReason.SecretMissing) {
            builder.isFalse(CREDENTIALS_VALID, verdict.reason(), verdict.message());
        } else {
            builder.keep(CREDENTIALS_VALID);
        }
    }

    private void state(String type, Finding finding) {
        builder.with(type, finding.holds() ? "True" : "False", finding.reason(), finding.message());
    }

    private void insecure() {
        var tls = hypervisor.getSpec().tls();
        if (tls != null && tls.insecureSkipVerify()) {
            builder.isTrue(
                    WARNING,
                    XenHypervisorReason.InsecureSkipVerify,
                    "spec.tls.insecureSkipVerify trusts any certificate; set certificateFingerprints instead");
        }
    }

    static boolean nbdUsable(List<Condition> conditions) {
        return Conditions.isTrue(conditions, NBD_AVAILABLE);
    }

    static boolean degraded(List<Condition> conditions) {
        return Conditions.find(conditions, CBT_AVAILABLE)
                        .filter(cbt -> cbt.getStatus().equals("False")
                                && !cbt.getReason().equals(XenHypervisorReason.DisabledBySpec.name()))
                        .isPresent()
                || !nbdUsable(conditions)
                || Conditions.find(conditions, TRANSFER_NETWORK_USABLE)
                        .filter(network -> network.getStatus().equals("False"))
                        .isPresent();
    }
}
