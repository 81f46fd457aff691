package dev.lifeboat.agent.failure;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.nbd.NbdException;
import dev.lifeboat.agent.nbd.NbdUnavailableException;
import dev.lifeboat.repository.errors.BaseGoneException;
import dev.lifeboat.repository.errors.ChunkMissingException;
import dev.lifeboat.repository.errors.ClockDiffersException;
import dev.lifeboat.repository.errors.DamagedException;
import dev.lifeboat.repository.errors.ExportRefusedException;
import dev.lifeboat.repository.errors.IncompleteViewException;
import dev.lifeboat.repository.errors.MaintenanceBusyException;
import dev.lifeboat.repository.errors.MaintenanceLostException;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.errors.RekeyRefusedException;
import dev.lifeboat.repository.errors.RepositoryException;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.errors.RepositoryNotFoundException;
import dev.lifeboat.repository.errors.RolledBackException;
import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.errors.StoreNotWritableException;
import dev.lifeboat.repository.errors.UnsupportedFormatException;
import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.RequestTooLargeException;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import java.util.Objects;
import java.util.stream.Stream;

/// Turns whatever ended an order into its report.
public final class Failures {
    private Failures() {}

    public static FailureReport report(String orderId, Throwable failure) {
        return switch (failure) {
            case OrderFailedException e -> new FailureReport(orderId, e.reason(), sentence(e));
            case InterruptedException _, InterruptedCallException _ -> cancelled(orderId);
            case XenException e -> new FailureReport(orderId, reasonOf(e), sentence(e));
            case RepositoryException e -> new FailureReport(orderId, reasonOf(e), sentence(e));
            case NbdUnavailableException e -> new FailureReport(orderId, FailureReason.NbdUnavailable, sentence(e));
            case NbdException e -> new FailureReport(orderId, FailureReason.DiskReadFailed, sentence(e));
            default ->
                interrupted(failure)
                        ? cancelled(orderId)
                        : new FailureReport(orderId, FailureReason.InternalError, "Unexpected: " + failure);
        };
    }

    /// Calls that nobody expects to be interrupted wrap it, those of the repository among them.
    private static boolean interrupted(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof InterruptedException);
    }

    /// What an exception says.
    public static String sentence(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static FailureReport cancelled(String orderId) {
        return new FailureReport(
                orderId, FailureReason.Cancelled, "Ended by a signal before it was done; nothing was committed");
    }

    private static FailureReason reasonOf(XenException failure) {
        return switch (failure) {
            case PoolUnreachableException _, MalformedResponseException _ -> FailureReason.PoolUnreachable;
            case CertificateNotTrustedException _ -> FailureReason.CertificateNotTrusted;
            case CredentialsRejectedException _ -> FailureReason.CredentialsRejected;
            case ChangedBlocksUnavailableException _ -> FailureReason.CbtUnavailable;
            case TransferFailedException _ -> FailureReason.DiskReadFailed;
            case InterruptedCallException _ -> FailureReason.Cancelled;
            case RequestTooLargeException _ -> FailureReason.InternalError;
            case XapiException xapi -> reasonOf(xapi);
        };
    }

    private static FailureReason reasonOf(XapiException failure) {
        return switch (failure.code()) {
            case "PERMISSION_DENIED", "RBAC_PERMISSION_DENIED", "USER_IS_NOT_LOCAL_SUPERUSER" ->
                FailureReason.PermissionDenied;
            case "SR_FULL", "SR_BACKEND_FAILURE_44" -> FailureReason.TargetFull;
            default ->
                switch (failure.kind()) {
                    case SESSION -> FailureReason.PoolUnreachable;
                    case RETRYABLE, FALLBACK, PERMANENT, CONFIGURATION, GONE -> FailureReason.InternalError;
                };
        };
    }

    private static FailureReason reasonOf(RepositoryException failure) {
        return switch (failure) {
            case ChunkMissingException _, DamagedException _, IncompleteViewException _ ->
                FailureReason.RepositoryDamaged;
            // The next try gets a lease.
            case MaintenanceBusyException _, MaintenanceLostException _ -> FailureReason.StorageUnreachable;
            // The next try chooses another base.
            case BaseGoneException _, ClockDiffersException _ -> FailureReason.InternalError;
            case ExportRefusedException e ->
                switch (e.reason()) {
                    case EXISTS -> FailureReason.TargetExists;
                    case TOO_LARGE -> FailureReason.TargetFull;
                };
            case RepositoryNotFoundException _ -> FailureReason.RepositoryMissing;
            case StoreNotWritableException _ -> FailureReason.StorageNotWritable;
            case StaleSessionException e ->
                switch (e.reason()) {
                    // The lease was not renewed in time, for which the store has to be away for most of an hour.
                    case EXPIRED -> FailureReason.StorageUnreachable;
                    // Another agent has the order: this one was thought dead, as a pod on a lost node is.
                    case SUPERSEDED -> FailureReason.Cancelled;
                };
            case UnsupportedFormatException _ -> FailureReason.RepositoryUnsupported;
            case RepositoryLockedException _, RolledBackException _, OutdatedKeysException _, RekeyRefusedException _ ->
                FailureReason.RepositoryKeyRejected;
            case ObjectStoreException e when e.full() -> FailureReason.StorageFull;
            case ObjectStoreException e when e.retryable() -> FailureReason.StorageUnreachable;
            case ObjectStoreException e -> refusal(e.operation());
        };
    }

    /// What the store refuses for good: to be written, or to be used at all.
    private static FailureReason refusal(ObjectStoreException.Operation operation) {
        return switch (operation) {
            case PUT, PUT_IF_ABSENT, DELETE -> FailureReason.StorageNotWritable;
            case GET, LIST, HEAD -> FailureReason.StorageCredentialsRejected;
        };
    }
}
