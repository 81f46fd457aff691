package dev.lifeboat.operator.status;

import dev.lifeboat.crds.Conditioned;
import dev.lifeboat.crds.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a whole status, when it differs from the one that is there, and sends an event when the reason of the
/// condition that matters changed.
public final class Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    private final Events events;

    public Reporter(Events events) {
        this.events = events;
    }

    /// What a reconciler returns once it has said how the resource is. The status is written here and not by the SDK,
    /// since the SDK leaves its cache as it is: the next pass could decide on the status before.
    public <S extends Conditioned, R extends CustomResource<?, S>> UpdateControl<R> report(
            R resource, S status, Supplier<R> constructor, Context<R> context) {
        if (!status.equals(resource.getStatus())) {
            News.of(resource.getStatus(), status).ifPresent(news -> {
                LOG.info("{}: {}", news.fact().getReason(), news.fact().getMessage());
                send(resource, news);
            });
            write(resource, status, constructor, context);
        }
        return UpdateControl.noUpdate();
    }

    /// What a reconciler's `updateErrorStatus` returns: the status that follows from the verdict. No retry where only a
    /// person can help; add `rescheduleAfter` where what the resource refers to may be mended.
    public <S extends Conditioned, R extends CustomResource<?, S>> ErrorStatusUpdateControl<R> problem(
            R resource,
            Exception exception,
            Reason internalError,
            Function<Verdict, S> statusOf,
            Supplier<R> constructor,
            Context<R> context) {
        var verdict = Problems.judge(exception, internalError);
        var status = statusOf.apply(verdict);
        if (status.equals(resource.getStatus())) {
            log(verdict, exception, false);
        } else {
            var news = News.ofProblem(resource.getStatus(), status);
            log(verdict, exception, news.isPresent());
            news.ifPresent(it -> send(resource, it));
            write(resource, status, constructor, context);
        }
        ErrorStatusUpdateControl<R> control = ErrorStatusUpdateControl.noStatusUpdate();
        return verdict.worthRetrying() ? control : control.withNoRetry();
    }

    /// Of a fresh object with the status alone: server-side apply would claim whatever else is in it.
    private static <S, R extends CustomResource<?, S>> void write(
            R resource, S status, Supplier<R> constructor, Context<R> context) {
        PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(
                resource, fresh(resource, status, constructor), context);
    }

    private static <S, R extends CustomResource<?, S>> R fresh(R resource, S status, Supplier<R> constructor) {
        var fresh = constructor.get();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }

    /// The resource's name comes from the MDC.
    private static void log(Verdict verdict, Exception exception, boolean news) {
        if (verdict.kind() == Verdict.Kind.Internal) {
            LOG.error("{}", verdict.reason().name(), exception);
        } else if (news) {
            LOG.warn("{}: {}", verdict.reason().name(), verdict.message());
        } else {
            LOG.debug("Still {}: {}", verdict.reason().name(), verdict.message());
        }
    }

    private void send(HasMetadata resource, News news) {
        events.send(
                resource, news.eventType(), news.fact().getReason(), news.fact().getMessage());
    }
}
